"""Sheets for tests, written as committees write them."""

import csv
import io

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HEADER = ("No", "Nama Lengkap", "NIP", "Jabatan", "Satuan Kerja", "Peran", "Email", "No. HP")
ANDI_NIP = "197911222005012910"
BAIQ_NIP = "197607182002122911"


def person(
    name: str,
    *,
    nip: str = "",
    post: str = "",
    unit: str = "Kanwil Kalimantan Timur",
    role: str = "Peserta",
    email: str = "",
    phone: str = "",
) -> tuple[str, ...]:
    """One line of the sheet."""
    return (name, nip, post, unit, role, email, phone)


def sheet(*people: tuple[str, ...]) -> bytes:
    """A sheet of these people below the usual header, separated by semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADER)
    writer.writerows((number, *one) for number, one in enumerate(people, start=1))
    return text.getvalue().encode()


def press_register(client: FlaskClient, address: str) -> TestResponse:
    """Press the button of the page that shows what a sheet would do; without a button, send the bare form."""
    button = BeautifulSoup(client.get(address).data, "lxml").select_one("input[name=seen]")
    return client.post(f"{address}/registration", data={"seen": button["value"]} if button else {})
