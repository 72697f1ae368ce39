"""`bin/rakornis certificates issue` does the work itself and writes the files."""

import json

import pytest

from app.jobs.models import JobState
from tests.certificates.hall import UNPRINTABLE


@pytest.fixture
def run(app, hall):
    """Run the command as from the command line."""

    def run(*words):
        hall.event  # noqa: B018 - it must be there
        return app.test_cli_runner().invoke(args=["certificates", "issue", "--event", "rakornis-uji", *words])

    return run


def test_it_issues_and_writes_one_file_each(run, hall, tmp_path):
    hall.came("Andi Tenrisangka, S.H.")
    printed = run("--out", str(tmp_path / "out"), "--json")
    assert json.loads(printed.output) == {"issued": 1, "skipped": 0, "failed": 0, "failures": []}
    [file] = (tmp_path / "out").iterdir()
    assert file.name == "0001-RAKORNIS-2024_andi-tenrisangka-s-h.pdf"
    assert file.read_bytes().startswith(b"%PDF")


def test_a_second_time_issues_none_and_writes_all_again(run, hall, tmp_path):
    hall.people(3)
    run("--json")
    printed = run("--out", str(tmp_path), "--json")
    assert json.loads(printed.output)["skipped"] == 3
    assert json.loads(printed.output)["issued"] == 0
    assert len(list(tmp_path.iterdir())) == 3


def test_what_failed_is_named_with_its_reason(run, hall):
    nobody = hall.came(UNPRINTABLE)
    told = json.loads(run("--json").output)
    assert told["failed"] == 1
    assert told["failures"][0]["participant"] == nobody.id
    assert "愛" in told["failures"][0]["reason"]
    assert UNPRINTABLE in run().output


def test_it_does_the_work_that_a_page_asked_for(run, hall):
    hall.people(1)
    job = hall.ask()
    assert json.loads(run("--json").output)["issued"] == 1
    hall.papers()
    assert job.state is JobState.DONE


def test_an_unknown_event_is_refused_in_words(app):
    refused = app.test_cli_runner().invoke(args=["certificates", "issue", "--event", "tidak-ada", "--json"])
    assert refused.exit_code == 1
