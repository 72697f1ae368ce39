"""The command line: `bin/rakornis AREA VERB`."""

from flask.cli import ScriptInfo

from app import create_app
from config import Config


def main() -> None:
    """Run one command."""
    app = create_app(Config.from_environment())
    app.cli.main(prog_name="bin/rakornis", obj=ScriptInfo(create_app=lambda: app))


if __name__ == "__main__":
    main()
