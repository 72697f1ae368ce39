"""`bin/run`: loads the program and lets it serve.

Loading makes hundreds of thousands of objects that all stay. The garbage collector would look through them
again and again, a seventh of the time of a start; it rests until `serve` has frozen what is loaded.
"""

import gc


def main() -> None:
    """Serve Rakornis, as `bin/run --help` says."""
    gc.disable()
    from app.serve import main as run  # noqa: PLC0415 - the collector rests first

    run(prog_name="bin/run")


if __name__ == "__main__":
    main()
