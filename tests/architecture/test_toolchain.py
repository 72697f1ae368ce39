"""What the commands stand on: locked lists, pinned copies, an honest count."""

import base64
import hashlib
import json
import os
import re
import subprocess

import pytest

from dev.addresses import FORBIDDEN, ROOT, committed_lines
from dev.tally import Tally, tally_of

COMMANDS = [path for path in sorted((ROOT / "bin").iterdir()) if path.is_file()]
JUNIT = '<testsuites><testsuite tests="5" failures="1" errors="1" skipped="1"/></testsuites>'


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_holds(what):
    assert committed_lines(FORBIDDEN[what]) == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_package_asked_for_is_locked_with_hashes(name):
    lock = (ROOT / f"{name}.txt").read_text()
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==\S+.*\\\n +--hash=sha256:", lock, re.MULTILINE)
    asked = re.findall(r"^([\w.-]+)", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    assert {package.lower() for package in asked if package != "-c"} <= set(pinned)


def test_the_node_lock_names_no_download_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_vendored_files_are_those_of_the_manifest():
    vendor = ROOT / "static" / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text())
    for name, entry in manifest.items():
        digest = hashlib.sha384((vendor / name).read_bytes()).digest()
        assert entry["integrity"] == "sha384-" + base64.b64encode(digest).decode(), name
    scripts = {
        path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.suffix in {".js", ".wasm"}
    }
    assert scripts == set(manifest)


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_every_command_can_be_started_and_is_sound_bash(path):
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0
    assert "set -euo pipefail" in path.read_text()


def test_preparing_twice_does_nothing_the_second_time():
    done = subprocess.run(
        [ROOT / "bin" / "prepare"], check=False, capture_output=True, text=True, cwd=ROOT.parent
    )
    again = subprocess.run(
        [ROOT / "bin" / "prepare"], check=False, capture_output=True, text=True, cwd=ROOT.parent
    )
    assert (done.returncode, again.returncode, again.stdout + again.stderr) == (0, 0, "")


@pytest.mark.parametrize(
    ("exit_code", "counted"),
    [(1, Tally(2, 2, 1)), (0, Tally(2, 2, 1)), (2, Tally(2, 3, 1)), (-9, Tally(2, 3, 1))],
)
def test_a_run_that_crashed_counts_one_failure_more(tmp_path, exit_code, counted):
    (tmp_path / "report.xml").write_text(JUNIT)
    assert tally_of(tmp_path / "report.xml", exit_code=exit_code) == counted


def test_a_run_without_a_report_counts_as_failed(tmp_path):
    assert tally_of(tmp_path / "nothing.xml", exit_code=0) == Tally(failed=1)


def test_an_empty_selection_counts_as_failed(tmp_path):
    (tmp_path / "report.xml").write_text('<testsuites><testsuite tests="0"/></testsuites>')
    assert str(tally_of(tmp_path / "report.xml", exit_code=5)) == "0 passed, 1 failed, 0 skipped"
