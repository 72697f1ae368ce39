"""All quick checks at once; only what is wrong is printed.

- `bin/check`: format, lint, types, import contracts, house rules, templates, scripts, catalogues;
- `bin/check --fix`: let the formatters and the safe fixes write first;
- `bin/check --list`: name the checks.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv" / "bin"
BIOME = ROOT / "node_modules" / ".bin" / "biome"

# The slowest first, so that the others run beside it.
CHECKS: dict[str, list[str]] = {
    "types": [f"{TOOLS}/mypy", "--no-error-summary"],
    "lint": [f"{TOOLS}/ruff", "check", "--quiet", "--output-format=concise", "."],
    "format": [f"{TOOLS}/ruff", "format", "--quiet", "--check", "--diff", "."],
    "imports": [f"{TOOLS}/lint-imports", "--cache-dir", ".cache/importlinter", "--no-logo"],
    "house rules": [f"{TOOLS}/ast-grep", "scan", "--report-style", "short"],
    "templates": [f"{TOOLS}/djlint", "templates", "--lint", "--quiet"],
    "scripts": [str(BIOME), "ci", "--error-on-warnings", "--no-errors-on-unmatched", "--colors=off"],
    "catalogues": [f"{TOOLS}/python", "-m", "dev.catalogues", "check"],
    "vendor": [f"{TOOLS}/python", "-m", "dev.vendor", "--check"],
    "addresses": [f"{TOOLS}/python", "-m", "dev.addresses"],
}
FIXES = (
    [f"{TOOLS}/ruff", "check", "--quiet", "--fix", "--exit-zero", "."],
    [f"{TOOLS}/ruff", "format", "--quiet", "."],
    [str(BIOME), "check", "--write", "--no-errors-on-unmatched", "--log-level=error"],
)
# One thread that only starts and waits per core and one more: mypy is alone at the end anyway.
AT_ONCE = (os.cpu_count() or 2) + 1


@dataclass(frozen=True)
class Verdict:
    """What one check said."""

    name: str
    passed: bool
    words: str


def main() -> int:
    """Run all checks; answer 1 when one fails."""
    asked = set(sys.argv[1:])
    if asked - {"--fix"}:
        print("\n".join(CHECKS) if asked == {"--list"} else __doc__)
        return 0 if asked <= {"--list", "--help", "-h"} else 2
    if "--fix" in asked:
        for command in FIXES:
            subprocess.run(command, cwd=ROOT, check=False)
    begun = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        failed = [verdict for verdict in pool.map(_run, CHECKS) if not verdict.passed]
    for verdict in failed:
        print(f"--- {verdict.name}\n{verdict.words}\n")
    seconds = time.monotonic() - begun
    if failed:
        print(f"{len(failed)} of {len(CHECKS)} checks failed in {seconds:.1f} s")
        return 1
    print(f"{len(CHECKS)} checks passed in {seconds:.1f} s")
    return 0


def _run(name: str) -> Verdict:
    try:
        done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as missing:
        return Verdict(name, passed=False, words=str(missing))
    return Verdict(name, passed=done.returncode == 0, words=(done.stdout + done.stderr).strip())


if __name__ == "__main__":
    sys.exit(main())
