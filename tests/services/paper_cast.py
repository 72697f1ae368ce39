"""Sheets filled with invented people, for the tests of the papers."""

import csv
from pathlib import Path

from app.services.paper.parts import (
    BadgeLayout,
    Band,
    CertificateDesign,
    Fact,
    Letterhead,
    Presence,
    PrintedName,
    Signer,
    Verification,
)
from app.services.paper.sheets import (
    AttendanceGroup,
    AttendanceLine,
    AttendanceList,
    Badge,
    BadgeDay,
    BadgeSheet,
    CertificatePaper,
    Lesson,
)

PEOPLE_CSV = Path(__file__).parents[1] / "data" / "people.csv"
HOST = "https://rakornis.example"
LONG_TITLE = (
    "Rapat Koordinasi Teknis Kinerja Program Penegakan dan Pelayanan Hukum Bidang Kekayaan"
    " Intelektual Tahun 2024"
)
LETTERHEAD = Letterhead(
    lines=(
        "KEMENTERIAN CONTOH DAN HAK KARSA MANUSIA",
        "REPUBLIK INDONESIA",
        "DIREKTORAT JENDERAL KEKAYAAN CONTOH",
    ),
    address=(
        "Jalan Contoh Raya Kaveling 8–9, Jakarta 12000",
        "Telepon (021) 0000 0000 · Laman rakornis.example · Surel rakornis@contoh.example",
    ),
)
SECRETARY = Signer(
    post="Sekretaris Direktorat Jenderal",
    name="Ir. Ayuningrana, S.Farm., Apt.",
    nip="196711251994032995",
    on_behalf="Direktur Jenderal Kekayaan Contoh",
)
TAKER = Signer(post="", name="Sekarwangi, S.Kom.", nip="196905211999032916")
BANDS = tuple(Band)
ROLES = ("Peserta", "Narasumber", "Panitia", "Pimpinan", "Moderator", "Notulis", "Media", "Tamu")


def people():
    with PEOPLE_CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed_name(person) -> PrintedName:
    return PrintedName(full=person["display"], name=person["name"], back_titles=person["back_titles"])


def verification(code: str = "UDVCAY2VD7WM2DFHDUKS") -> Verification:
    return Verification(address=f"{HOST}/v/{code}", code=code)


def badge(person, at: int = 0) -> Badge:
    code = f"{int(person['no']):02d}ENH8XJJSTYSV7K6X"
    return Badge(
        name=printed_name(person),
        role=ROLES[at % len(ROLES)],
        band=BANDS[at % len(BANDS)],
        office=person["unit"],
        post=person["position"],
        pass_address=f"{HOST}/p/{code}",
        code=code,
    )


def badge_sheet(*, layout: BadgeLayout = BadgeLayout.FOUR_UP, count: int = 40) -> BadgeSheet:
    return BadgeSheet(
        title="Tanda pengenal Rakornis",
        event_line="RAKORNIS KI 2024 · Bali, 4–8 September",
        badges=tuple(badge(person, at) for at, person in enumerate(people()[:count])),
        layout=layout,
        place="Ballroom, Discovery Kartika Plaza",
        zone="WITA",
        days=(
            BadgeDay("Rab", "4/9", "Daftar ulang, pembukaan, evaluasi", "08.00–16.30"),
            BadgeDay("Kam", "5/9", "Paparan Kanwil, kelompok kerja", "08.30–16.30"),
            BadgeDay("Jum", "6/9", "Anggaran, rencana aksi 2025, kesepakatan", "08.30–16.30"),
            BadgeDay("Sab", "7/9", "Kerja sama, penutupan di Taman Budaya", "09.00–17.30"),
            BadgeDay("Min", "8/9", "Kepulangan", "08.00–12.00"),
        ),
        help_lines=("Sekretariat panitia", "0800-0000-001"),
    )


def certificate(person, **changes) -> CertificatePaper:
    values = {
        "design": CertificateDesign.SOBER,
        "letterhead": Letterhead(
            lines=(
                "KEMENTERIAN CONTOH DAN HAK KARSA MANUSIA REPUBLIK INDONESIA",
                "DIREKTORAT JENDERAL KEKAYAAN CONTOH",
            )
        ),
        "number": f"HKI-KI.03.02-{int(person['no']):03d}/2024",
        "name": printed_name(person),
        "post": person["position"],
        "office": person["unit"].replace("Kanwil", "Kantor Wilayah Kementerian Contoh"),
        "role": "Peserta",
        "event_title": LONG_TITLE,
        "place_and_range": "di Bali, 4 s.d. 8 September 2024",
        "place_and_date": "Bali, 8 September 2024",
        "signer": SECRETARY,
        "verification": verification(f"UDVCAY2VD7WM2DFHDU{int(person['no']):02d}"),
        "event_short": "Rakornis Kekayaan Intelektual Tahun 2024",
    }
    return CertificatePaper(**(values | changes))


LESSONS = (
    Lesson("Evaluasi Perjanjian Kinerja 2024", "Sekretaris Direktorat Jenderal", "Rabu, 4 September 2024", 2),
    Lesson("Strategi percepatan kinerja", "Direktur Jenderal", "Rabu, 4 September 2024", 4),
    Lesson("Paparan capaian dan kendala (I)", "Para Kepala Kantor Wilayah", "Kamis, 5 September 2024", 4),
    Lesson(
        "Anggaran dan kebijakan tahun 2025", "Sekretaris Direktorat Jenderal", "Jumat, 6 September 2024", 1
    ),
)


def attendance_list(*, signed: bool = True, groups: int = 12) -> AttendanceList:
    states = [Presence.PRESENT] * 5 + [Presence.LATE, Presence.REPRESENTED]
    states += [Presence.EXCUSED] + [Presence.PRESENT] * 4 + [Presence.ABSENT, Presence.PRESENT]
    roll, made = people(), []
    for at in range(groups):
        lines = []
        for seat in range(7):
            person, state = roll[(at * 7 + seat) % 40], states[(at * 7 + seat) % len(states)]
            lines.append(
                AttendanceLine(
                    name=person["display"],
                    post=person["position"],
                    nip=person["nip"],
                    grade=person["rank"].split("(")[-1].rstrip(")"),
                    presence=state if signed else Presence.OPEN,
                    scanned_at=f"08.{10 + seat}" if signed and state.here else "",
                    remark="izin, sakit" if signed and state is Presence.EXCUSED else "",
                )
            )
        made.append(
            AttendanceGroup(f"Kantor Wilayah {at + 1} Kepulauan Contoh", tuple(lines), f"Contoh {at + 1}")
        )
    return AttendanceList(
        letterhead=LETTERHEAD,
        event_title=LONG_TITLE,
        heading="Hari ketiga, Jumat, 6 September 2024",
        facts=(
            Fact("Hari, tanggal", "Jumat, 6 September 2024 (hari ketiga)"),
            Fact("Pukul", "08.30 s.d. 16.30 WITA"),
            Fact("Tempat", "Ballroom, Discovery Kartika Plaza, Bali"),
            Fact("Acara", "Sidang pleno: rencana aksi dan target kinerja tahun 2025"),
        ),
        groups=tuple(made),
        place_and_date="Bali, 6 September 2024",
        signer=Signer(
            post="Sekretaris Direktorat Jenderal",
            name="R. Hastungkara Prawiradirja, S.H.",
            nip="197305291999031921",
            on_behalf="Direktur Jenderal Kekayaan Contoh",
            by_order="Kepala Bagian Program dan Pelaporan",
        ),
        reference="Kode DH-2024-03",
        as_of="keadaan data 06-09-2024 pukul 17.00 WITA",
        closing="Daftar ini ditutup pada pukul 17.00 WITA.",
        verification=verification("P9HN72S6G4P2DG35PASL") if signed else None,
    )
