"""The order of the house: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from dev.addresses import ROOT

# Names that say nothing: if no better word comes, the module does two things.
SHAPELESS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "managers",
    "manager",
    "services",
    "service",
    "handlers",
    "tasks",
}
PYTHON_FILES = sorted((ROOT / "app").rglob("*.py"))


def test_upper_rooms_know_lower_rooms_and_never_the_other_way_round():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo", "--cache-dir", ".cache/importlinter"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_every_room_of_the_tree_has_its_place_in_the_contract():
    layers = (ROOT / ".importlinter").read_text().split("layers =", 1)[1].split("\n\n", 1)[0]
    rooms = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
    assert rooms - set(layers.replace("|", " ").split()) == set()


def test_settings_know_nothing_of_the_program():
    assert {
        name for name in imported_by(ROOT / "config.py") if name.split(".")[0] in {"app", "flask"}
    } == set()


def test_only_doors_make_the_application():
    doors = {"__main__.py", "serve.py"}
    makers = {path.name for path in PYTHON_FILES if "from app import create_app" in path.read_text()}
    assert makers <= doors


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_has_a_name_that_says_nothing(path):
    assert path.stem not in SHAPELESS
    assert path.parent.name not in SHAPELESS - {"services"}


def test_an_arrow_that_points_up_breaks_the_build(tmp_path):
    (tmp_path / ".importlinter").write_text((ROOT / ".importlinter").read_text())
    modules = [*(ROOT / "app").glob("*.py"), *(ROOT / "app").glob("*/__init__.py")]
    for module in modules:
        empty = tmp_path / module.relative_to(ROOT)
        empty.parent.mkdir(parents=True, exist_ok=True)
        empty.touch()
    (tmp_path / "app" / "participants" / "models.py").write_text("import app.checkin")
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert "app.participants is not allowed to import app.checkin" in done.stdout


def imported_by(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
