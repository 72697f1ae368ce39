"""Names: split as their owners mean them, nothing lost, no case changed."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib.personal_names import (
    folded_name,
    joined_back,
    joined_front,
    split_display_name,
    split_titles,
    suggest_titles,
)

DATA = Path(__file__).parents[1] / "data"


def parts(display: str) -> tuple[str, str, str]:
    split = split_display_name(display)
    return split.front_titles, split.name, split.back_titles


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_everybody_of_the_committees_sheet_is_split_as_the_truth_says():
    for row in rows_of("roster-truth.csv"):
        assert parts(row["display"]) == (row["front"], row["name"], row["back"])


def test_every_trap_among_the_forty_people_is_split_and_joined_again():
    for row in rows_of("people.csv"):
        assert parts(row["display"]) == (row["front_titles"], row["name"], row["back_titles"])
        assert split_display_name(row["display"]).display == row["display"]


@pytest.mark.parametrize(
    ("display", "front", "name", "back"),
    [
        ("DR. HJ. SITI MARYAM, SH., MH", "DR. HJ.", "SITI MARYAM", "SH., MH"),
        ("PROF. DR. H. ABDUL GANI SH MH", "PROF. DR. H.", "ABDUL GANI", "SH MH"),
        ("Drs.H.Nama Orang", "Drs.H.", "Nama Orang", ""),
        ("Dr.Ir.H.M.Yusuf Bahari,M.M", "Dr.Ir.H.", "M.Yusuf Bahari", "M.M"),
        ("H. Muhammad Hadi", "H.", "Muhammad Hadi", ""),
        ("Dr. (Cand.) Samra Wati, S.H.", "Dr. (Cand.)", "Samra Wati", "S.H."),
        ("Dr. dr. Budi, Sp.A(K)", "Dr. dr.", "Budi", "Sp.A(K)"),
        ("Dr. rer. nat. Budi, M.Sc", "Dr. rer. nat.", "Budi", "M.Sc"),
        ("Hi. Ahmad Yani, SE", "Hi.", "Ahmad Yani", "SE"),
        ("KH. Ma'ruf", "KH.", "Ma'ruf", ""),
        ("Pdt. Yohana, M.Th.", "Pdt.", "Yohana", "M.Th."),
        ("Dr, Budi Santoso, SH", "Dr", "Budi Santoso", "SH"),
    ],
)
def test_titles_in_front_are_found_however_they_are_written(display, front, name, back):
    assert parts(display) == (front, name, back)


@pytest.mark.parametrize(
    "name",
    [
        "R. Hastungkara", "R.Aj. Sri Lestari", "R. Aj. Sri", "R.R. Sekar Ayu", "M. Nur", "Muh. Ilham",
        "A. Rahman", "St. Aminah", "ST. Nurhaliza", "I Made", "Ida Ayu Komang", "Cut Meutia",
        "Andi Baso", "Teungku Said", "Hadi", "Irma", "Drajat", "Hjalmar", "Seri Br. Karo",
        "M. Iqbal Dt. Basa", "Muh. Ilham Dg. Manrapi", "SITI MA", "Ade S. Permana", "Budi S.",
        "Mayor Simanjuntak", "Dr.", "O. Sobarnas", "Hutabalian, Parlindungan",
    ],
)  # fmt: skip
def test_words_of_the_name_are_no_titles(name):
    assert parts(name) == ("", name, "")


@pytest.mark.parametrize(
    ("display", "name", "back"),
    [
        ("DHEA NURCAHYANINGRUM,SH.,MH", "DHEA NURCAHYANINGRUM", "SH.,MH"),
        ("Nama Orang S.H M.H.", "Nama Orang", "S.H M.H."),
        ("Nama Orang S.H., M.H.", "Nama Orang", "S.H., M.H."),
        ("Nama Orang, S.H,M.H", "Nama Orang", "S.H,M.H"),
        ("Nama Orang SH.MH", "Nama Orang", "SH.MH"),
        ("Nama Orang. S.H., M.H.", "Nama Orang", "S.H., M.H."),
        ("Nurul Huda S. Kom., M.T.", "Nurul Huda", "S. Kom., M.T."),
        ("Siti Aisyah S.Ag MA", "Siti Aisyah", "S.Ag MA"),
        ("Budi Santoso, Psikolog", "Budi Santoso", "Psikolog"),
        ("Budi Santoso, Ph. D", "Budi Santoso", "Ph. D"),
        ("Hutabalian, Parlindungan, S.H.", "Hutabalian, Parlindungan", "S.H."),
        ("Ir Suryadi MT IPU", "Suryadi", "MT IPU"),
    ],
)
def test_sloppy_back_titles_stay_as_they_are_written(display, name, back):
    assert parts(display)[1:] == (name, back)


@pytest.mark.parametrize(
    ("display", "rank"),
    [
        ("Brigjen Pol. Drs. Wirabuana, S.I.K.", "Brigjen Pol."),
        ("AKBP Rina Wati, S.H.", "AKBP"),
        ("KOMBES POL Anton Wijaya", "KOMBES POL"),
        ("Letkol Chk. Agus Riyanto, S.H.", "Letkol Chk."),
    ],
)
def test_a_rank_of_police_or_army_stands_apart(display, rank):
    assert split_display_name(display).rank == rank


WORDS = ["Dr.", "H.", "M.", "Budi", "S.H.", "SH", "MH", ",", ";", "AKBP", "St.", "Prof", "S.", "Kom."]


@given(st.text("aZé'. ,-()", max_size=30) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_no_letter_is_ever_lost_or_changed(display):
    split = split_display_name(display)
    together = split.rank + split.front_titles + split.name + split.back_titles
    assert [x for x in together if x.isalpha()] == [x for x in display if x.isalpha()]


@given(
    st.sampled_from(["", "Dr. H.", "Prof. Dr."]),
    st.sampled_from(["Budi", "M. Nur"]),
    st.sampled_from(["", "S.H., M.H."]),
)
def test_what_was_split_is_split_the_same_when_joined_again(front, name, back):
    display = split_display_name(f"{front} {name}, {back}").display
    assert parts(display) == (front, name, back)


def test_titles_of_two_columns_are_not_said_twice():
    assert joined_front("Dr.", "Dr.") == "Dr."
    assert joined_front("Dr.", "H.") == "Dr. H."
    assert joined_back("S.H.", "S.H., M.H.") == "S.H., M.H."
    assert joined_back("S.H.", "M.H.") == "S.H., M.H."
    assert joined_back("S.H.I.", "S.H.") == "S.H.I., S.H."
    assert split_titles("Dr., S.H., M.H.") == ("Dr.", "S.H., M.H.")


def test_a_suggestion_spells_titles_and_never_sorts_or_drops_them():
    assert suggest_titles("SH.,MH") == "S.H., M.H."
    assert suggest_titles("S.H M.H.") == "S.H., M.H."
    assert suggest_titles("SHI, S.H., QXYZ") == "S.H.I., S.H., QXYZ"


def test_names_that_a_reader_calls_the_same_fold_to_the_same():
    assert folded_name("Muh. Ma’shum  Al-Fathoni") == folded_name("MUHAMMAD MASHUM AL FATHONI")
    assert folded_name("M. Nur") == folded_name("Mohamad Nur")
    assert folded_name("Nur M.") != folded_name("Nur Muhammad")
