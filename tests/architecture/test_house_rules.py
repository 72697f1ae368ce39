"""The rules of dev/rules: the code keeps them, and each of them catches what it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dev.addresses import ROOT

BROKEN = {
    "web-stays-at-the-doors": ("app/checkin/redeem.py", "from flask import request"),
    "only-doors-commit": ("app/checkin/redeem.py", "db.session.commit()"),
    "questions-are-selects": ("app/checkin/queries.py", "Scan.query.filter_by(gate=1)"),
    "render-after-the-commit": (
        "app/checkin/routes.py",
        "with transaction():\n    render_template('x.html')",
    ),
    "the-clock-is-a-service": ("app/checkin/redeem.py", "datetime.now(UTC)"),
}


def scan(directory: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("ast-grep")
    return subprocess.run(
        [program, "scan", "--report-style", "short"],
        cwd=directory,
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_code_keeps_the_house_rules():
    done = scan(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_rule_has_an_example_here():
    assert {path.stem for path in (ROOT / "dev" / "rules").glob("*.yml")} == set(BROKEN)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_rule_catches_what_it_is_there_for(rule, tmp_path):
    shutil.copytree(ROOT / "dev" / "rules", tmp_path / "dev" / "rules")
    shutil.copy(ROOT / "sgconfig.yml", tmp_path)
    place, code = BROKEN[rule]
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text(code + "\n")
    assert f"error[{rule}]" in scan(tmp_path).stdout
