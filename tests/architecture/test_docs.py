"""The documents say what is there: every setting, command, room, link and picture."""

import ast
import re
from pathlib import Path

import click
import pytest

from app import create_app
from config import Config
from dev.addresses import ROOT
from dev.pictures import SUBJECTS

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
ADMINISTRATOR = (ROOT / "docs" / "handbook" / "administrator.md").read_text()
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
ALL_WORDS = "\n".join(path.read_text() for path in DOCUMENTS)
PICTURES = ROOT / "docs" / "pictures"
LARGEST_PICTURE_BYTES = 120_000
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s#]+)[^)]*\)")
SETTING = re.compile(r"RAKORNIS_[A-Z_]+")
# Flask-Migrate's own commands; the documents name those that people need.
OTHERS_COMMANDS = {"db", "routes", "run", "shell"}


def settings_of_the_program() -> set[str]:
    return set(SETTING.findall((ROOT / "config.py").read_text()))


def commands(group: click.Group, words: tuple[str, ...] = ()) -> list[str]:
    """Every command that can be typed, as it is typed."""
    found = []
    for name, command in group.commands.items():
        if not words and name in OTHERS_COMMANDS:
            continue
        if isinstance(command, click.Group):
            found += commands(command, (*words, name))
        if not isinstance(command, click.Group) or command.invoke_without_command:
            found.append(" ".join(("bin/rakornis", *words, name)))
    return found


@pytest.fixture(scope="module")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> click.Group:
    data = tmp_path_factory.mktemp("data")
    return create_app(Config.from_environment({"RAKORNIS_DATA": str(data)})).cli


@pytest.mark.parametrize("name", sorted(settings_of_the_program()))
def test_the_administrator_reads_about_every_setting(name):
    assert f"| `{name}` |" in ADMINISTRATOR


def test_no_setting_is_documented_that_does_not_exist():
    of_developers = {"RAKORNIS_PYTHON", "RAKORNIS_TEST_POSTGRES_URL"}
    assert set(SETTING.findall(ALL_WORDS)) - settings_of_the_program() - of_developers == set()


def test_every_command_is_named(command_line):
    assert [command for command in commands(command_line) if command not in ALL_WORDS] == []


def test_no_command_is_named_that_does_not_exist(command_line):
    named = {tuple(found.split()) for found in re.findall(r"bin/rakornis((?: [a-z][a-z-]+){1,2})", ALL_WORDS)}
    known = {tuple(command.split()[1:]) for command in commands(command_line)}
    areas = {words[0] for words in known} | {"db"}
    assert {words[0] for words in named} - areas == set()
    unknown = {words for words in named if words[0] != "db" and words not in known and words[:1] not in known}
    assert unknown == set()


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "bin").iterdir() if path.is_file()))
def test_every_script_is_named(name):
    assert f"bin/{name}" in ALL_WORDS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(path):
    links = [link for link in LINK.findall(path.read_text()) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_room_and_module_has_its_line_in_the_architecture():
    names = {
        path.stem for path in (ROOT / "app").iterdir() if path.name not in {"__pycache__", "__init__.py"}
    }
    named = set(re.findall(r"`(?:app/)?(\w+)(?:\.py|/)?`", ARCHITECTURE))
    assert names - named == set()


def test_the_order_of_imports_is_the_one_that_is_enforced():
    contract = (ROOT / ".importlinter").read_text().split("layers =", 1)[1].split("\n\n", 1)[0]
    enforced = [re.findall(r"\w+", line) for line in contract.splitlines()]
    drawn = ARCHITECTURE.split("## Who may import whom", 1)[1].split("```")[1]
    shown = [re.findall(r"\w+", line) for line in drawn.splitlines()]
    assert [sorted(layer) for layer in shown if layer] == [sorted(layer) for layer in enforced if layer]


def test_the_rooms_are_listed_from_the_top_down():
    contract = (ROOT / ".importlinter").read_text().split("layers =", 1)[1].split("\n\n", 1)[0]
    layer_of = {
        name: number for number, line in enumerate(contract.splitlines()) for name in re.findall(r"\w+", line)
    }
    listed = ARCHITECTURE.split("## Rooms, from the top down", 1)[1].split("\n\n", 3)[1]
    rooms = re.findall(r"^\| `(\w+)` \|", listed, re.MULTILINE)
    assert len(rooms) > 20
    assert [layer_of[room] for room in rooms] == sorted(layer_of[room] for room in rooms)


def test_every_room_of_the_factory_is_a_room_of_the_architecture():
    tree = ast.parse((ROOT / "app" / "factory.py").read_text())
    areas = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "AREAS"
    )
    assert set(areas) - set(re.findall(r"^\| `(\w+)` \|", ARCHITECTURE, re.MULTILINE)) == set()


def test_every_picture_is_taken_by_the_tool_shown_somewhere_and_small():
    pictures = {path.stem: path.stat().st_size for path in PICTURES.glob("*.png")}
    shown = {Path(link).stem for link in LINK.findall(ALL_WORDS) if link.endswith(".png")}
    assert set(pictures) == set(SUBJECTS) == shown
    assert {name: size for name, size in pictures.items() if size > LARGEST_PICTURE_BYTES} == {}


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text()))
    assert {path.name for path in folder.glob("0*.md")} == listed
