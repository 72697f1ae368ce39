"""Lines of a sheet that are no person: totals, signatures, headings of a group."""

import re
from collections.abc import Sequence

from app.lib.personal_names import has_letters

_TOTAL = re.compile(r"(?:sub ?|grand ?)?(?:total|jumlah)\b|rekapitulasi\b", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des)\w*"
_PLACE_AND_DATE = re.compile(
    rf"[^\W\d][\w .'-]{{2,40}},.{{0,12}}\b{_MONTH}\s*(?:\d{{4}}|[.…_]+)", re.IGNORECASE
)
_SIGNING = re.compile(
    r"(?:(?:mengetahui|menyetujui|mengesahkan|disahkan|disetujui|dibuat (?:di|oleh)|yang membuat|ditetapkan|"
    r"catatan|ttd|dto)\b|(?:keterangan|ket\.?|note)\s*:|\*+\)|"
    r"[au]\.\s?[nb]\.\s+(?:kepala|direktur|sekretaris|menteri|ketua)\b|"
    r"(?:pl[th]\.?\s*)?(?:ketua|kepala|sekretaris|direktur|pejabat|penanggung jawab|koordinator)\b[^,]*,$)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:kanwil|kantor|kakanwil|direktorat|ditjen|setditjen|sesditjen|sekretariat|biro|pusat|balai|inspektorat|"
    r"divisi|kementerian|badan|dinas|universitas|institut|komisi|mahkamah|pengadilan|lembaga|satuan kerja|"
    r"satker|unit|delegasi|kontingen|provinsi|pt|cv|asosiasi|ikatan|polda|polri|kejaksaan|pemerintah|"
    r"politeknik|perguruan)\b",
    re.IGNORECASE,
)
_ENUMERATION = re.compile(r"^(?:[A-Z]|[IVX]{1,6}|\d{1,3})[.)]\s+")
_COUNT = re.compile(r"\s*[(:=-]?\s*\d+\s*(?:orang|peserta|org)\.?\s*\)?$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:nama\s+)?(?:satuan kerja|satker|unit(?: kerja)?|instansi|asal(?: instansi)?|kantor)\s*:\s*",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"[A-Z]|[IVX]{1,6}[.)]?|[A-Z][.)]")
_LIST_OF = re.compile(r"(?:daftar|lampiran)\s+(?:nama\s+)?", re.IGNORECASE)
_FEW = 3


def numbers_the_columns(filled: Sequence[str]) -> bool:
    """Whether a row only counts the columns: `a b c`, `(1) (2) (3)`."""
    return len(filled) >= _FEW and all(len(text.strip("().")) <= 1 for text in filled)


def is_total(filled: Sequence[str]) -> bool:
    """Whether a row adds up the people above it."""
    words = [text for text in filled if has_letters(text)]
    return bool(_TOTAL.match(words[0])) and (len(filled) <= _FEW or len(words) == 1)


def closes_the_list(text: str) -> bool:
    """Whether a text begins what stands below a list: place and date, a signature, a note."""
    return bool(_PLACE_AND_DATE.match(text) or _SIGNING.match(text))


def is_enumeration(text: str) -> bool:
    """Whether a text is nothing but the letter or Roman numeral of a group."""
    return bool(_NUMERAL.fullmatch(text))


def heading_of(text: str) -> str:
    """The words of a group's heading without their number, count and label."""
    text = _COUNT.sub("", _ENUMERATION.sub("", text)).strip(" :")
    return _LIST_OF.sub("", _LABEL.sub("", text))


def names_a_body(text: str) -> bool:
    """Whether a heading begins like the name of an office, a directorate, an outside body."""
    return bool(_OFFICE.match(text))


def labelled_unit(text: str) -> str:
    """The office in `Satuan Kerja : Kanwil Aceh`, or ""."""
    return _LABEL.sub("", text) if _LABEL.match(text) else ""
