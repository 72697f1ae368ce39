"""What pages call the fields of a sheet."""

from app.lib.refusals import N_

COLUMN_NAMES = {
    "name": N_("Name"),
    "front_titles": N_("Front titles"),
    "back_titles": N_("Back titles"),
    "nip": N_("NIP"),
    "rank": N_("Rank"),
    "position": N_("Position"),
    "unit": N_("Office"),
    "role": N_("Role"),
    "email": N_("Email"),
    "phone": N_("Telephone"),
    "sex": N_("Sex"),
    "sheet": N_("Sheet"),
    "ignored": N_("Leave out"),
    "number": N_("Row number"),
    "note": N_("Note"),
    "titles": N_("Titles"),
    "unit_code": N_("Code of the office"),
}
