"""Run all tests: five groups, two at a time; the last line is `N passed, N failed, N skipped`.

- `bin/test` runs everything; a skipped test or a group that could not run makes it fail;
- `bin/test --only sqlite[,browser]` runs parts, and forgives skipped tests;
- `bin/test --only sqlite -- tests/gate -k twice` hands the rest to pytest.

The groups: `sqlite` and `postgresql` run the same suite, everything below tests/ but `architecture` (the
shape of the code) and `browser` (Chromium), which are groups of their own, and `bench`; what asks no
database runs with `sqlite` alone. `pages` opens every page of the demonstration
in Chromium; `browser` is what people do there. PostgreSQL is a private cluster, or
RAKORNIS_TEST_POSTGRES_URL, a server on which databases may be made and dropped.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from dev.tally import Tally, tally_of
from tests.postgres import PostgresMissing, private_cluster

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / ".cache" / "test"
OWN_GROUPS = ("architecture", "browser", "bench")
SUITE = ["tests", *(f"--ignore=tests/{name}" for name in OWN_GROUPS)]
# Plain Python, papers and the look know no database, so they are tested once; tests/conftest.py leaves out
# single tests in the same way.
WITHOUT_DATABASE = [f"--ignore=tests/{name}" for name in ("lib", "look", "services")]
EVERY_PAGE = "tests/browser/test_every_page.py"
# The longest first, so that the short ones fill the second place at the end.
GROUPS = {
    "sqlite": SUITE,
    "postgresql": [*SUITE, *WITHOUT_DATABASE],
    "pages": [EVERY_PAGE],
    "browser": ["tests/browser", f"--ignore={EVERY_PAGE}"],
    "architecture": ["tests/architecture"],
}
AT_ONCE = 2

running: set[subprocess.Popen[str]] = set()


def main() -> int:
    """Run the groups asked for; answer 0 only when everything ran and passed."""
    asked, extra = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    RESULTS.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            tallies = list(pool.map(lambda name: _run(name, extra), asked))
        except KeyboardInterrupt:
            for test in running:
                test.send_signal(signal.SIGINT)
            raise
    total = sum(tallies, Tally())
    whole = set(asked) == set(GROUPS)
    if whole and total.skipped:
        print("A skipped test proves nothing: bin/test fails because of it. Use --only to run parts.")
    print(total)
    return 1 if total.failed or not total.passed or (whole and total.skipped) else 0


def _arguments() -> tuple[list[str], list[str]]:
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(
        prog="bin/test", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", metavar="GROUP[,GROUP]", default=",".join(GROUPS), help=", ".join(GROUPS))
    asked = parser.parse_args(words[:cut]).only.split(",")
    strangers = sorted(set(asked) - set(GROUPS))
    if strangers:
        parser.error(f"no group is called {', '.join(strangers)}; there are: {', '.join(GROUPS)}")
    return [name for name in GROUPS if name in asked], words[cut + 1 :]


def _run(name: str, extra: list[str]) -> Tally:
    """Run one group; print its output when it failed, one line when it did not."""
    begun = time.monotonic()
    print(f"{name}: started", flush=True)
    try:
        with _environment(name) as environment:
            tally, words = _pytest(name, extra, environment)
    except PostgresMissing as missing:
        tally, words = Tally(failed=1), str(missing)
    minutes, seconds = divmod(int(time.monotonic() - begun), 60)
    spoken = (
        f"\n--- {name} ---\n{words.strip()}\n--- end of {name} ---\n" if tally.failed or tally.skipped else ""
    )
    print(f"{spoken}{name}: {tally} in {minutes} min {seconds:02} s", flush=True)
    return tally


def _pytest(name: str, extra: list[str], environment: dict[str, str]) -> tuple[Tally, str]:
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    places = any((ROOT / word.split("::")[0]).exists() for word in extra if not word.startswith("-"))
    command = [
        sys.executable, "-m", "pytest", "-q", "--tb=short", "--color=no", f"--junitxml={report}",
        "-o", f"cache_dir=.cache/pytest/{name}", *([] if places else GROUPS[name]), *extra,
    ]  # fmt: skip
    test = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    running.add(test)
    words = test.communicate()[0]
    running.discard(test)
    return tally_of(report, exit_code=test.returncode), words


@contextmanager
def _environment(name: str) -> Iterator[dict[str, str]]:
    """Yield the environment of one group: nothing of this machine's own installation, and the database.

    Byte code is kept, whatever the caller usually wants: the tests start the program many times.
    """
    clean = {key: value for key, value in os.environ.items() if not key.startswith("RAKORNIS_")}
    clean.pop("PYTHONDONTWRITEBYTECODE", None)
    if name != "postgresql":
        yield clean
    elif url := os.environ.get("RAKORNIS_TEST_POSTGRES_URL"):
        yield clean | {"RAKORNIS_TEST_DATABASE_URL": url}
    else:
        with private_cluster() as url:
            yield clean | {"RAKORNIS_TEST_DATABASE_URL": url}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
