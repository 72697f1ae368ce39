"""The form of one person: nothing typed is lost, nothing changes unasked, papers are shown at once."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.edit_person import edit_person, revision_of, shown_of
from app.participants.models import Manner, Participant, Pass
from app.participants.person_entry import PersonEntry, entry_of
from tests.cast import Cast, sign_in
from tests.reading import first

NIP = "198609262015051001"


def typed(cast: Cast, **changes: object) -> dict[str, object]:
    return {
        "name": "Andi Tenrisangka",
        "office": cast.office("kaltim").id,
        "role": "participant",
        "manner": "holder",
        **changes,
    }


def desk(client: FlaskClient, cast: Cast) -> str:
    sign_in(client, cast.user(Role.COMMITTEE))
    return f"/events/{cast.event.slug}/participants"


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Participant)) or 0


def test_who_is_added_stands_on_the_list_with_a_pass(client: FlaskClient, cast: Cast) -> None:
    list_ = desk(client, cast)
    answer = client.post(f"{list_}/new", data=typed(cast, nip=NIP, manner="acting", email="a@contoh.example"))
    person = db.session.scalars(select(Participant)).one()
    assert (answer.status_code, answer.location) == (303, f"{list_}/{person.id}")
    assert (person.nip, person.manner, person.email) == (NIP, Manner.ACTING, "a@contoh.example")
    assert len(person.passes) == 1


def test_every_mistake_is_told_at_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, cast: Cast
) -> None:
    wrong = typed(cast, name="Andi 李", nip="123", email="andi@")
    answer = client.post(f"{desk(client, cast)}/new", data=wrong)
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422
    assert {error["id"] for error in page.select("p.error")} == {"name-error", "nip-error", "email-error"}
    assert first(page, "#name")["value"] == "Andi 李"
    assert people() == 0


def test_a_formula_is_no_name_as_in_a_sheet(client: FlaskClient, cast: Cast) -> None:
    wrong = typed(cast, name="=CONCAT(A1)", rank="=A2")
    page = BeautifulSoup(client.post(f"{desk(client, cast)}/new", data=wrong).data, "html.parser")
    assert {error["id"] for error in page.select("p.error")} == {"name-error", "rank-error"}
    assert people() == 0


def test_a_suggested_spelling_waits_for_a_click(client: FlaskClient, cast: Cast) -> None:
    list_, sloppy = desk(client, cast), typed(cast, name="Dr. Andi Uji", back_titles="SH.,MH")
    looked = BeautifulSoup(
        client.post(f"{list_}/new", data={**sloppy, "step": "preview"}).data, "html.parser"
    )
    assert first(looked, "#back_titles")["value"] == "SH.,MH"
    assert first(looked, "[data-take]")["data-back"] == "S.H., M.H."
    taken = BeautifulSoup(client.post(f"{list_}/new", data={**sloppy, "step": "take"}).data, "html.parser")
    parts = [first(taken, f"#{part}")["value"] for part in ("front_titles", "name", "back_titles")]
    assert parts == ["Dr.", "Andi Uji", "S.H., M.H."]
    assert people() == 0
    client.post(f"{list_}/new", data=sloppy)
    assert db.session.scalars(select(Participant)).one().display_name == "Dr. Andi Uji, SH.,MH"


def test_the_enter_key_saves_and_takes_no_suggestion(client: FlaskClient, cast: Cast) -> None:
    page = BeautifulSoup(client.get(f"{desk(client, cast)}/new").data, "html.parser")
    assert first(page, "main form button").get("name") is None


def test_the_look_of_a_name_is_drawn_for_anybody_who_types_one(client: FlaskClient, cast: Cast) -> None:
    long = "Raden Roro Anindhita Kusumawardhanasari Prabaningrum Dyah Pitaloka Suryaningprang"
    cast.event  # noqa: B018 - an event exists
    drawn = BeautifulSoup(
        client.post("/name-look", data={"name": long, "back_titles": "S.H."}).data, "html.parser"
    )
    assert len(drawn.select(".strip-certificate text")) == 2
    assert len(drawn.select(".strip-list text")) == 3
    strange = client.post("/name-look", data={"name": "Andi 李"}).get_data(as_text=True)
    assert "李" in strange
    assert "name-look" not in strange


def test_a_name_too_small_to_read_is_told_where_it_is_typed_shown_and_printed_and_refused_nowhere(
    client: FlaskClient, cast: Cast
) -> None:
    list_, name, told = desk(client, cast), "Wreksodiningrat" * 6, "sukar dibaca"
    assert told in client.post("/name-look", data={"name": name}).text
    assert told not in client.post("/name-look", data={"name": "Wreksodiningrat"}).text
    assert client.post(f"{list_}/new", data=typed(cast, name=name)).status_code == 303
    person = db.session.scalars(select(Participant)).one()
    assert told in client.get(f"{list_}/{person.id}").text
    badges = BeautifulSoup(client.get(f"/events/{cast.event.slug}/badges").data, "html.parser")
    assert f"{list_}/{person.id}" in [link["href"] for link in badges.select(".notice a")]


def test_a_namesake_is_asked_about_once(client: FlaskClient, cast: Cast) -> None:
    list_ = desk(client, cast)
    client.post(f"{list_}/new", data=typed(cast))
    asked = client.post(f"{list_}/new", data=typed(cast))
    assert asked.status_code == 422
    assert 'name="is_another"' in asked.get_data(as_text=True)
    assert client.post(f"{list_}/new", data=typed(cast, is_another="y")).status_code == 303
    assert people() == 2


def test_a_body_in_no_list_is_added_when_it_is_named(client: FlaskClient, cast: Cast) -> None:
    list_ = desk(client, cast)
    assert client.post(f"{list_}/new", data=typed(cast, office=0)).status_code == 422
    assert client.post(f"{list_}/new", data=typed(cast, office=0, body="Universitas Uji")).status_code == 303
    assert db.session.scalars(select(Participant)).one().office.short_name == "Universitas Uji"


def test_two_editors_see_each_other_before_anything_is_overwritten(client: FlaskClient, cast: Cast) -> None:
    list_, person = desk(client, cast), cast.participant()
    shown = client.get(f"{list_}/{person.id}/edit").get_data(as_text=True)
    assert revision_of(shown_of(person)) in shown
    mine = {name: getattr(value, "value", value) or "" for name, value in vars(entry_of(person)).items()} | {
        "office": person.office_id,
        "revision": revision_of(shown_of(person)),
        "rank": "IV/a",
    }
    with transaction():
        edit_person(person, PersonEntry(**(vars(entry_of(person)) | {"rank": "III/d"})), by=COMMAND_LINE)
    answer = client.post(f"{list_}/{person.id}/edit", data=mine)
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422
    both = [cell.text for cell in page.select("table td")]
    assert both == ["III/d", "IV/a"]
    assert entry_of(person).rank == "III/d"
    mine["revision"] = first(page, "#revision")["value"]
    assert client.post(f"{list_}/{person.id}/edit", data=mine).status_code == 303
    assert db.session.get_one(Participant, person.id).rank == "IV/a"


def test_a_first_pass_ends_none(client: FlaskClient, cast: Cast) -> None:
    list_, andi = desk(client, cast), cast.participant()
    with transaction():
        db.session.execute(delete(Pass))
    address = f"{list_}/{andi.id}/pass"
    assert client.post(address, data={"reason": "Belum ada"}).status_code == 303
    told = client.get(f"{list_}/{andi.id}").text
    assert "Kartu terbit." in told
    assert "Kartu sebelumnya" not in told
