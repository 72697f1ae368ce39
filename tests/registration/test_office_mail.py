"""The invitation by mail: to each office once, whoever clicks."""

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.registration.invited_offices import invited_offices
from app.registration.office_mail import mail_offices
from tests.cast import Cast


def test_two_clicks_that_saw_the_same_list_write_one_mail(cast: Cast) -> None:
    event, office = cast.event, cast.office("kaltim")
    with transaction():
        office.email = "kanwil@contoh.example"
    seen_by_both, written = invited_offices(event), []
    for again in (False, True):
        with transaction():
            written.append(mail_offices(event, seen_by_both, by=COMMAND_LINE, again=again).written)
    assert written == [1, 0]


def test_an_office_without_address_is_left_out_and_none_is_written_to_twice(cast: Cast) -> None:
    event, office = cast.event, cast.office("kaltim")
    cast.office("bali")
    with transaction():
        office.email = "kanwil@contoh.example"
    written = []
    for _ in range(2):
        with transaction():
            written.append(mail_offices(event, invited_offices(event), by=COMMAND_LINE, again=True).written)
    assert written == [1, 0]
