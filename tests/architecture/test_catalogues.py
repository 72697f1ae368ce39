"""Every sentence has its Indonesian, and the tool that keeps them keeps its promises."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from dev import catalogues
from dev.addresses import ROOT
from dev.po_files import read_catalogue
from dev.sentences import areas, placeholders, sentences_of


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A tree with one room, one shared module, and catalogues of its own."""
    for place, text in {
        "app/i18n.py": '_("Home")',
        "app/checkin/redeem.py": 'N_("The pass {name} is unknown.")',
        "templates/checkin/scan.html": '{{ _("Scan") }}{{ ngettext("%(num)s seat", "%(num)s seats", n) }}',
        "templates/paper/certificate.html": '{{ _("Certificate") }}',
        "templates/certificates/index.html": "",
        "templates/paper/_head.html": '{{ _("Page") }}',
    }.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "TRANSLATIONS", tmp_path / "id")
    monkeypatch.setattr(catalogues, "COMPILED", tmp_path / "id" / "LC_MESSAGES" / "messages.mo")
    return tmp_path


def sentences(area: str, root: Path) -> list[object]:
    found: Catalog = sentences_of(area, root)
    return [message.id for message in found if message.id]


def translate(project: Path, area: str, english: str, indonesian: str) -> None:
    path = project / "id" / f"{area}.po"
    path.write_text(
        path.read_text().replace(f'"{english}"\nmsgstr ""', f'"{english}"\nmsgstr "{indonesian}"')
    )


def test_every_sentence_of_rakornis_has_its_indonesian(capsys):
    assert catalogues.check() == 0, capsys.readouterr().err


def test_what_is_counted_is_written_by_the_count_itself():
    """`%(num)s` has the dots of its language; a second number beside it can differ from it."""
    sentences = [message.id for area in areas(ROOT) for message in sentences_of(area, ROOT)]
    counted = [one for pair in sentences if isinstance(pair, tuple) for one in pair]
    assert counted
    assert [text for text in counted if "%(number)s" in text] == []


def test_each_file_belongs_to_one_area(project):
    assert areas(project) == ["common", "certificates", "checkin"]
    assert sentences("common", project) == ["Home", "Page"]
    assert sentences("certificates", project) == ["Certificate"]
    assert sentences("checkin", project)[0] == "The pass {name} is unknown."


def test_an_update_keeps_what_was_translated_and_drops_what_is_gone(project):
    catalogues.update([])
    translate(project, "checkin", "Scan", "Pindai")
    (project / "app/checkin/redeem.py").write_text('N_("The pass was withdrawn.")')
    catalogues.update(["checkin"])
    kept = read_catalogue(project / "id" / "checkin.po")
    assert [message.string for message in kept if message.id == "Scan"] == ["Pindai"]
    assert kept.get("The pass {name} is unknown.") is None


def test_two_translations_of_one_sentence_are_an_error(project, capsys):
    (project / "app/i18n.py").write_text('_("Scan")')
    catalogues.update([])
    translate(project, "checkin", "Scan", "Pindai")
    translate(project, "common", "Scan", "Pemindaian")
    assert catalogues.compile_all() == 1
    assert "checkin.po and common.po translate 'Scan' differently" in capsys.readouterr().err


def test_a_missing_and_an_uneven_translation_are_told(project, capsys):
    catalogues.update([])
    translate(project, "checkin", "The pass {name} is unknown.", "Kartu {nama} tidak dikenal.")
    assert catalogues.check() == 1
    told = capsys.readouterr().err
    assert "checkin.po: not translated: 'Scan'" in told
    assert "checkin.po: other placeholders than the English: 'The pass {name} is unknown.'" in told


def test_placeholders_of_both_kinds_are_seen():
    assert placeholders("%(count)s of {total:d}, 100 %") == {"count", "total"}
