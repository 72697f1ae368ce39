"""Files and functions stay small enough to read at once."""

import ast

import pytest

from dev.addresses import ROOT

LONGEST = {".py": 250, ".html": 120, ".js": 200, ".css": 250}
LONGEST_FUNCTION = 40
FOLDERS = ("app", "dev", "tests", "templates", "static")
FILES = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in LONGEST and ROOT / "static" / "vendor" not in path.parents
]
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def lines_of(node: FUNCTIONS) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_too_long():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in FILES}
    assert {
        name: lines for name, lines in lengths.items() if lines > LONGEST["." + name.rsplit(".", 1)[1]]
    } == {}


@pytest.mark.parametrize("folder", ["app", "dev"])
def test_no_function_is_too_long(folder):
    too_long = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, FUNCTIONS)]
        too_long += [f"{path.name} {node.name}" for node in functions if lines_of(node) > LONGEST_FUNCTION]
    assert too_long == []
