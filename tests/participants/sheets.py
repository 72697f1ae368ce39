"""Sheets for tests, written as committees write them."""

import csv
import io

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
