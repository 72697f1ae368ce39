"""Dates, times and zones as Indonesian papers print them."""

from datetime import date, time

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ZONE_LABELS = {  # towns that share a clock share its label
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}


def day_name(day: date) -> str:
    """`Jumat`."""
    return DAYS[day.weekday()]


def month_name(month: int) -> str:
    """`September` for 9."""
    return MONTHS[month - 1]


def long_date(day: date) -> str:
    """`6 September 2024`."""
    return f"{day.day} {month_name(day.month)} {day.year}"


def full_date(day: date) -> str:
    """`Jumat, 6 September 2024`."""
    return f"{day_name(day)}, {long_date(day)}"


def full_dates(first: date, last: date) -> str:
    """`Rabu, 4 September 2024 s.d. Minggu, 8 September 2024`; of one day only itself."""
    return full_date(first) if first == last else f"{full_date(first)} s.d. {full_date(last)}"


def date_range(first: date, last: date) -> str:
    """`4 s.d. 8 September 2024`, as short as the two days allow."""
    if first == last:
        return long_date(first)
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start = f"{first.day} {month_name(first.month)}"
    if first.year != last.year:
        start = long_date(first)
    return f"{start} s.d. {long_date(last)}"


def time_range(start: time, end: time, zone: str) -> str:
    """`Pukul 09.00 s.d. 11.30 WITA` for the zone Asia/Makassar."""
    return f"Pukul {start:%H.%M} s.d. {end:%H.%M} {zone_label(zone)}"


def zone_label(zone: str) -> str:
    """`WITA` for Asia/Makassar; a zone outside Indonesia keeps its name."""
    return ZONE_LABELS.get(zone, zone.replace("_", " "))
