"""Dates, times, zones and numbers as Indonesian papers print them; English where a language says `en`."""

from datetime import date, time

DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
ZONE_LABELS = {  # domain.md 3.1; towns that share a clock share its label
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}
_UNITS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
_TOO_MANY = 10**15


def day_name(day: date, language: str = "id") -> str:
    """`Jumat` or `Friday`."""
    return DAYS[language][day.weekday()]


def month_name(month: int, language: str = "id") -> str:
    """`September` for 9."""
    return MONTHS[language][month - 1]


def long_date(day: date, language: str = "id") -> str:
    """`6 September 2024`."""
    return f"{day.day} {month_name(day.month, language)} {day.year}"


def full_date(day: date, language: str = "id") -> str:
    """`Jumat, 6 September 2024`."""
    return f"{day_name(day, language)}, {long_date(day, language)}"


def date_range(first: date, last: date, language: str = "id") -> str:
    """`4 s.d. 8 September 2024`, as short as the two days allow."""
    if first == last:
        return long_date(first, language)
    until = "s.d." if language == "id" else "to"
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start = f"{first.day} {month_name(first.month, language)}"
    if first.year != last.year:
        start = long_date(first, language)
    return f"{start} {until} {long_date(last, language)}"


def clock(moment: time, language: str = "id") -> str:
    """`09.00`, in English `09:00`."""
    return moment.strftime("%H.%M" if language == "id" else "%H:%M")


def time_range(start: time, end: time | None, zone: str, language: str = "id") -> str:
    """`Pukul 09.00 s.d. 11.30 WITA` for the zone Asia/Makassar; an open end reads `s.d. selesai`."""
    if language == "en":
        until = clock(end, "en") if end else "the end"
        return f"{clock(start, 'en')} to {until} {zone_label(zone)}"
    until = clock(end) if end else "selesai"
    return f"Pukul {clock(start)} s.d. {until} {zone_label(zone)}"


def zone_label(zone: str) -> str:
    """`WITA` for Asia/Makassar; a zone outside Indonesia keeps its name."""
    return ZONE_LABELS.get(zone, zone.replace("_", " "))


def spelled(number: int) -> str:
    """`dua ribu dua puluh empat` for 2024.

    Raises ValueError below zero and from a thousand triliun (10¹⁵) upwards.
    """
    if not 0 <= number < _TOO_MANY:
        raise ValueError(f"{number} cannot be spelled")
    return " ".join(_spelled(number)) or _UNITS[0]


def date_in_words(day: date) -> str:
    """`hari Jumat, tanggal enam bulan September tahun dua ribu dua puluh empat`, for an official record."""
    words = f"tanggal {spelled(day.day)} bulan {month_name(day.month)} tahun {spelled(day.year)}"
    return f"hari {day_name(day)}, {words}"


def _spelled(number: int) -> list[str]:
    for scale, name in _SCALES:
        if number >= scale:
            return [*_spelled(number // scale), name, *_spelled(number % scale)]
    if number >= 1000:  # noqa: PLR2004 - a thousand, then a hundred, a score, the teens
        return [*_counted(number // 1000, "ribu"), *_spelled(number % 1000)]
    if number >= 100:  # noqa: PLR2004
        return [*_counted(number // 100, "ratus"), *_spelled(number % 100)]
    if number >= 20:  # noqa: PLR2004
        return [_UNITS[number // 10], "puluh", *_spelled(number % 10)]
    if number > 11:  # noqa: PLR2004
        return [_UNITS[number - 10], "belas"]
    return [_UNITS[number]] if number else []


def _counted(times: int, name: str) -> list[str]:
    return [f"se{name}"] if times == 1 else [*_spelled(times), name]
