"""Find what no committed file may hold: addresses of package registries, and paths of one machine."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    "a registry's address": r"registry\.npmjs|files\.pythonhosted|(//|@)pypi\.|deb\.debian\.|index-url *[=h]",
    "a download address in a lock file": r"\"resolved\": *\"h",
    "a path of one machine": r"(^|[[:space:]\"'=(])/(work|farm|root|home|Users)/",
}


def main() -> int:
    """Print each place; answer 1 when there is one."""
    places = [f"{what}: {line}" for what, pattern in FORBIDDEN.items() for line in committed_lines(pattern)]
    print("\n".join(places), end="\n" if places else "")
    return 1 if places else 0


def committed_lines(pattern: str) -> list[str]:
    """Lines of the repository that match an extended regular expression, as file:line:text."""
    command = ["git", "grep", "-nIE", pattern, "--", ".", ":!static/vendor"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())
