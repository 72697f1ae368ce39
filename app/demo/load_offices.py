"""The ministry of 2024: 33 regional offices, the directorates, and the posts, under all their names."""

from dataclasses import dataclass, replace

from app.demo.loader import DATA, DEMONSTRATION
from app.offices.edit_offices import OfficeDetails, add_office
from app.offices.edit_positions import PositionDetails, add_position
from app.offices.import_offices import OfficeRow, import_offices, read_offices
from app.offices.models import OfficeKind

# How the ministry is written between "Kanwil" and the region; "Kantor Wilayah" is folded everywhere.
MINISTRY = (
    "Kemenkumham",
    "Kemenkum HAM",
    "Kumham",
    "Kementerian Hukum dan HAM",
    "Kementerian Hukum dan HAM RI",
    "Kementerian Hukum dan Hak Asasi Manusia",
    "Kementerian Hukum dan Hak Asasi Manusia Republik Indonesia",
)
OTHER_REGION_NAMES = {
    "aceh": ("Nanggroe Aceh Darussalam", "NAD"),
    "kepri": ("Kep. Riau", "Kep Riau"),
    "babel": ("Bangka Belitung", "Kep. Bangka Belitung", "Kepulauan Babel", "Kep. Babel"),
    "jakarta": ("DKI", "Daerah Khusus Ibukota Jakarta"),
    "jogja": ("DI Yogyakarta", "D.I. Yogyakarta", "DIY", "Yogyakarta", "Jogjakarta"),
    "papuabarat": ("Papbar",),
}


@dataclass(frozen=True)
class Directorate:
    """A unit of the directorate general, as its own magazine names it."""

    code: str
    name: str
    short_name: str
    aliases: tuple[str, ...]


DIRECTORATES = (
    Directorate(
        "djki",
        "Direktorat Jenderal Kekayaan Intelektual",
        "Ditjen Kekayaan Intelektual",
        ("DJKI", "Ditjen KI", "Direktorat Jenderal KI"),
    ),
    Directorate(
        "setditjen",
        "Sekretariat Direktorat Jenderal Kekayaan Intelektual",
        "Sekretariat Ditjen KI",
        (
            "Setditjen KI",
            "Setditjen",
            "Sesditjen",
            "Sekretariat Ditjen Kekayaan Intelektual",
            "Sekretariat Ditjen",
        ),
    ),
    Directorate(
        "hcdi",
        "Direktorat Hak Cipta dan Desain Industri",
        "Direktorat Hak Cipta dan DI",
        (
            "Dit. Hak Cipta dan Desain Industri",
            "Hak Cipta dan Desain Industri",
            "Dit. HCDI",
            "Direktorat HCDI",
        ),
    ),
    Directorate(
        "paten",
        "Direktorat Paten, Desain Tata Letak Sirkuit Terpadu, dan Rahasia Dagang",
        "Direktorat Paten, DTLST dan RD",
        (
            "Direktorat Paten, Desain Tata Letak Sirkuit Terpadu (DTLST), dan Rahasia Dagang",
            "Direktorat Paten, DTLST dan Rahasia Dagang",
            "Dit. Paten, DTLST dan RD",
            "Direktorat Paten",
            "Dit. Paten",
        ),
    ),
    Directorate(
        "mig",
        "Direktorat Merek dan Indikasi Geografis",
        "Direktorat Merek dan IG",
        ("Dit. Merek dan Indikasi Geografis", "Dit. Merek dan IG", "Direktorat Merek", "Dit. Merek", "Merek"),
    ),
    Directorate(
        "ksp",
        "Direktorat Kerja Sama dan Pemberdayaan Kekayaan Intelektual",
        "Direktorat Kerja Sama dan Pemberdayaan KI",
        ("Dit. Kerja Sama dan Pemberdayaan KI", "Direktorat Kerja Sama", "Dit. KSP KI", "KSP KI"),
    ),
    Directorate(
        "tiki",
        "Direktorat Teknologi Informasi Kekayaan Intelektual",
        "Direktorat Teknologi Informasi KI",
        ("Direktorat TI KI", "Dit. TI KI", "Direktorat Teknologi Informasi", "Dit. Teknologi Informasi KI"),
    ),
    Directorate(
        "pps",
        "Direktorat Penyidikan dan Penyelesaian Sengketa",
        "Direktorat Penyidikan dan Penyelesaian Sengketa",
        ("Dit. Penyidikan dan Penyelesaian Sengketa", "Direktorat Penyidikan", "Dit. PPS"),
    ),
)

# Posts, the highest first. The rank is the place in this list, times ten.
POSTS: tuple[tuple[str, str | None, tuple[str, ...]], ...] = (
    ("Menteri Hukum dan Hak Asasi Manusia", "Menkumham", ("Menteri Hukum dan HAM",)),
    ("Direktur Jenderal Kekayaan Intelektual", "Dirjen KI", ("Direktur Jenderal", "Dirjen")),
    (
        "Sekretaris Direktorat Jenderal Kekayaan Intelektual",
        "Sesditjen KI",
        (
            "Sekretaris Direktorat Jenderal",
            "Sekretaris Direktur Jenderal",
            "Sesditjen",
            "Sekretaris Ditjen KI",
        ),
    ),
    (
        "Direktur Paten, Desain Tata Letak Sirkuit Terpadu, dan Rahasia Dagang",
        "Direktur Paten",
        ("Direktur Paten, DTLST dan Rahasia Dagang", "Direktur Paten, DTLST dan RD"),
    ),
    ("Direktur Merek dan Indikasi Geografis", "Direktur Merek dan IG", ("Direktur Merek",)),
    ("Direktur Hak Cipta dan Desain Industri", "Direktur HCDI", ("Direktur Hak Cipta",)),
    (
        "Direktur Kerja Sama dan Pemberdayaan Kekayaan Intelektual",
        "Direktur KSP KI",
        ("Direktur Kerja Sama",),
    ),
    (
        "Direktur Teknologi Informasi Kekayaan Intelektual",
        "Direktur TI KI",
        ("Direktur Teknologi Informasi",),
    ),
    ("Direktur Penyidikan dan Penyelesaian Sengketa", "Direktur PPS", ("Direktur Penyidikan",)),
    ("Direktur", None, ()),
    ("Kepala Kantor Wilayah", "Kakanwil", ("Kepala Kanwil", "Ka. Kanwil")),
    ("Kepala Divisi Administrasi", "Kadivmin", ("Kadiv Administrasi", "Kadiv Min")),
    (
        "Kepala Divisi Pelayanan Hukum dan HAM",
        "Kadivyankumham",
        (
            "Kepala Divisi Pelayanan Hukum dan Hak Asasi Manusia",
            "Kadiv Yankumham",
            "Kadiv Pelayanan Hukum dan HAM",
        ),
    ),
    (
        "Kepala Bidang Pelayanan Hukum",
        "Kabid Yankum",
        ("Kabidyankum", "Kabid Pelayanan Hukum", "Kabidyankumham", "Kabid Yankumham"),
    ),
    ("Kepala Bagian Program dan Pelaporan", "Kabag Program dan Pelaporan", ("Kabag Progpel",)),
    (
        "Kepala Subbidang Pelayanan Kekayaan Intelektual",
        "Kasubbid KI",
        ("Kasubbid Pelayanan KI", "Kasubbid Pelayanan Kekayaan Intelektual", "Kepala Subbidang Pelayanan KI"),
    ),
    ("Guru Besar", None, ()),
    ("Perencana Ahli Utama", None, ()),
    ("Analis Kekayaan Intelektual Ahli Muda", "Analis KI Ahli Muda", ()),
    ("Analis Hukum Ahli Muda", None, ()),
    ("Pemeriksa Paten Ahli Muda", None, ()),
    ("Pranata Komputer Ahli Muda", None, ()),
    ("Analis Kekayaan Intelektual Ahli Pertama", "Analis KI Ahli Pertama", ()),
    ("Pemeriksa Merek Ahli Pertama", None, ()),
    ("Arsiparis Ahli Pertama", None, ()),
    ("Pengelola Data Kekayaan Intelektual", "Pengelola Data KI", ()),
)


def load_offices() -> None:
    """Load offices, directorates and posts."""
    rows = read_offices((DATA / "offices.csv").read_bytes())
    import_offices([_with_all_names(row) for row in rows], by=DEMONSTRATION)
    for place, unit in enumerate(DIRECTORATES, len(rows) + 1):
        details = OfficeDetails(
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            kind=OfficeKind.DIRECTORATE,
            city="Jakarta",
            protocol_order=place,
        )
        add_office(details, aliases=unit.aliases, by=DEMONSTRATION)
    for place, (name, short_name, aliases) in enumerate(POSTS, 1):
        details_of_post = PositionDetails(name=name, short_name=short_name, rank_order=place * 10)
        add_position(details_of_post, aliases=aliases, by=DEMONSTRATION)


def _with_all_names(row: OfficeRow) -> OfficeRow:
    """Give a regional office its usual short name and every usual way of writing it."""
    region, code = row.details.short_name, row.details.code
    regions = (region, code, *row.aliases, *OTHER_REGION_NAMES.get(code, ()))
    written = [f"Kanwil {ministry} {one}" for ministry in MINISTRY for one in regions]
    plain = [f"Kanwil {one}" for one in regions]
    return replace(
        row,
        details=replace(row.details, short_name=f"Kanwil {region}"),
        aliases=(*regions, *plain, *written, f"Kemenkumham {region}"),
    )
