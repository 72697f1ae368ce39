"""The words by which committees head their columns, and which field each means."""

import re
from functools import lru_cache

from app.lib.folding import folded

IGNORED = "ignored"
ROLE_WORDS = re.compile(
    r"(?:ketua |wakil |calon |para |unsur )?"
    r"(?:peserta|panitia|narasumber|nara sumber|pemateri|moderator|notulis|notulen|undangan|pendamping|"
    r"pembicara|penyaji|fasilitator|peninjau|tamu|media|pimpinan|speaker|participant|committee|guest)"
    r"(?: (?:pusat|daerah|utama|kehormatan|aktif|delegasi|undangan|pelaksana|rapat|rakornis|kegiatan))*"
)
# What a cell says when it says nothing.
NOTHING = frozenset({
    "kosong", "vacant", "menyusul", "tba", "tbc", "n a", "na", "nihil", "belum ada", "tidak ada", "tdk ada",
    "nil", "none", "null", "dalam konfirmasi", "xxx",
})  # fmt: skip

_LONGEST_NOTHING = 24
_BEGINNINGS = frozenset(word[:2] for word in NOTHING)
_MARKS = " \u00a0-–—_.…·•/\\*?:,;|()"
_SPACED_WORD = re.compile(r"\b(?:\w ){2,}\w\b")
_PARENTHESES = re.compile(r"\([^)]*\)?")
_HEADING_LENGTH = 120
_NAME_WORDS = (
    r"(?:lengkap|peserta|pegawai|pejabat|dan|beserta|dengan|berikut|gelar\w*|serta|tanpa|asn|pns|"
    r"personil|personel|"
    r"undangan|delegasi|yang|akan|hadir|sertifikat|piagam|untuk|di|pada|sesuai|ktp|sk|title|titles|full|name|"
    r"participant|participants|akademik|utusan|anggota|perwakilan|calon|jelas|terang|huruf|kapital|orang|"
    r"narasumber|panitia|tim|pejabat|para|with|and|of|the|kontingen|karyawan|ybs|diri|s)"
)
# The first rule that matches decides; what is no person's own matter is set aside first.
_RULES: tuple[tuple[str, str], ...] = (
    (
        IGNORED,
        (
            r"panggilan|hotel|\bibu\b|\bayah\b|suami|istri|pasangan|\bbank\b|rekening|\bnpwp\b|"
            r"\bnik\b(?!.*\bnip\b)|atasan|"
            r"kamar|sekamar|darurat|pengikut|kegiatan|\bacara\b|tanggal|\btgl\b|lahir|alamat (?!e ?mail|"
            r"surel)|"
            r"^alamat$|\bttd\b|tanda tangan|paraf|ukuran|kaos|timestamp|cap waktu|golongan darah|gol darah|"
            r"agama|usia|"
            r"umur|pendidikan|penerbangan|maskapai|surat tugas|no(?:mor)? (?:surat|st|sk)\b|foto|berkas|"
            r"lama\b.*nip|"
            r"nip lama|^jumlah|^total|pengganti|masa kerja|\btmt\b|eselon$|kelas jabatan|\bkode pos\b|"
            r"fax|faks"
        ),
    ),
    ("front_titles", r"gelar (?:di )?(?:depan|awal|muka)|g?lr dep|front title|title before|^depan$"),
    ("back_titles", r"gelar (?:di )?(?:belakang|akhir)|g?lr bel|back title|title after|^belakang$"),
    ("titles", r"^gelar(?: akademik| kesarjanaan)?$|^titles?$"),
    ("email", r"\be ?mail\b|surel|surat elektronik|^mail$"),
    (
        "phone",
        (
            r"\bh ?p\b|\bno ?hp|telp|telepon|telpon|\btlp|\btelf|whats ?app|\bwa\b|handphone|hand phone|"
            r"ponsel|kontak|"
            r"phone|mobile|dihubungi|contact|\bgsm\b|seluler|selular"
        ),
    ),
    ("sex", r"^l p$|^p l$|^lp$|kelamin|^j ?k$|gender|^sex$|laki laki.*perempuan|pria.*wanita|^l k p r$"),
    (
        "role",
        r"jabatan (?:dalam|di|pada) (?:ke ?panitiaan|tim|kegiatan)|\bperan|^sebagai|kepesertaan|\brole\b",
    ),
    (
        "role",
        r"(?:kategori|status|jenis|kedudukan|keterangan|unsur|tipe) (?:sebagai |ke)?(?:peserta|kehadiran)",
    ),
    (
        "role",
        r"^kedudukan$|^unsur$|keikutsertaan|^kategori$|^(?:peserta )?panitia|^tugas$|peserta narasumber",
    ),
    ("unit_code", r"^kode (?:satker|satuan kerja|unit|kantor|instansi)|^slug$|office code|^kode kanwil"),
    ("position", r"jabatan|posisi|\bposition\b|job title|^post$|^jbtn?$|^jab$"),
    (
        "unit",
        (
            r"\bunit|kesatuan|satuan kerja|satker|sat ?ker\b|instansi|kantor|kanwil|\basal\b|lembaga|"
            r"organisasi|\bupt\b|\bopd\b|"
            r"\bskpd\b|perwakilan$|kontingen$|delegasi$|institusi|perusahaan|kementerian|direktorat|"
            r"^wilayah|^divisi|"
            r"^provinsi|^daerah|^bagian|\boffice\b|agency|institution|company|organi[sz]ation|"
            r"tempat (?:tugas|kerja)"
        ),
    ),
    ("rank", r"pangkat|golongan|\bgol\b|^grade$|^rank$|^pkt"),
    ("number", r"^n ?o$|^nomor$|^nomer$|^no urut|^nomor urut|^nr$|^num(?:ber)?$|^urut$|^#$"),
    ("note", r"^ket$|keterangan|^note?s?$|catatan|^remarks?$"),
)
_NIP = re.compile(
    r"\bnip(?:p+k?)?|\bnrp\b|\bni ?pppk\b|nomor induk(?! kependudukan)|\bno induk|employee (?:number|no|"
    r"id)|nip$"
)
_NAME = re.compile(
    rf"^(?:daftar )?(?:nama|name|full name|nm)(?: {_NAME_WORDS})*$|^nama ?(?:lengkap|peserta|pegawai)\b"
)
_COMPILED = tuple((field, re.compile(pattern)) for field, pattern in _RULES)


@lru_cache(maxsize=4096)
def fields_of(heading: str) -> tuple[str, ...]:
    """The fields that a column with this heading fills; none when it says nothing known.

    More than one when the sheet puts two things into one cell, like `Nama / NIP`.
    """
    if not heading or len(heading) > _HEADING_LENGTH:
        return ()
    return _fields(_words(_PARENTHESES.sub(" ", heading))) or _fields(_words(heading))


def name_quality(heading: str) -> int:
    """How good a column of names is for papers: with titles first, without them last."""
    words = _words(heading)
    if "tanpa gelar" in words:
        return 0
    return 2 if "gelar" in words or "title" in words else 1


def unit_quality(heading: str) -> int:
    """How precisely a column names the body that sends somebody."""
    words = _words(heading)
    if words.startswith("kode"):
        return 0
    return 2 if re.search(r"satuan kerja|satker|unit kerja|kanwil|kantor|asal", words) else 1


def says_nothing(text: str) -> bool:
    """Whether a cell is blank in other words: a dash, `menyusul`, `n/a`."""
    if len(text) > _LONGEST_NOTHING or text[:1].isdigit():
        return False
    beginning = text[:2]
    if beginning.isalpha() and beginning.isascii() and beginning.casefold() not in _BEGINNINGS:
        return False  # most cells of a sheet: said before the letters are folded
    return not text.strip(_MARKS) or folded(text) in NOTHING


def is_role(text: str) -> bool:
    """Whether a text is as what somebody takes part."""
    return bool(ROLE_WORDS.fullmatch(folded(text)))


def _words(heading: str) -> str:
    words = folded(heading)
    return _SPACED_WORD.sub(lambda found: found[0].replace(" ", ""), words)


def _fields(words: str) -> tuple[str, ...]:
    if not words:
        return ()
    holds_nip = bool(_NIP.search(words))
    rest = re.sub(r"\b(?:atau|dan|or|and)$|^(?:atau|dan)\b", "", _NIP.sub(" ", words) if holds_nip else words)
    rest = " ".join(rest.split())
    other = _one_field(words if not holds_nip else rest)
    if not holds_nip:
        return (other,) if other else ()
    if other in {"name", "rank", "position"}:
        return (other, "nip")
    return (IGNORED,) if IGNORED in {other, _one_field(words)} else ("nip",)


def _one_field(words: str) -> str:
    if _NAME.match(words) and not _IS_NOT_A_PERSON.search(words):
        return "name"
    return next((field for field, pattern in _COMPILED if pattern.search(words)), "")


_IS_NOT_A_PERSON = re.compile(
    r"satuan|satker|instansi|unit|kantor|jabatan|panggilan|atasan|kanwil|kegiatan|pengganti"
)
