"""Minutes for the tests of the press: everything that a paper of minutes may hold."""

from app.services.paper.parts import Draft, EntryKind, Fact, Signer
from app.services.paper.sheets import FollowUp, MinutesEntry, MinutesPaper, MinutesSession, OfficeCount, Quote
from tests.services.paper_cast import LETTERHEAD, LONG_TITLE, SECRETARY, TAKER, verification


def minutes_paper(*, draft: Draft | None = None) -> MinutesPaper:
    paragraph = (
        "Pagu indikatif tahun 2025 dipaparkan menurut program dan wilayah. Penyerapan sampai dengan akhir "
        "Agustus 2024 rata-rata 61 persen; sebelas kantor masih di bawah 55 persen dan diminta menyampaikan "
        "rencana percepatan."
    )
    entries = (
        MinutesEntry(
            "K-01",
            EntryKind.DECISION,
            "Daftar data dukung setiap target ditetapkan paling lambat 31 Oktober 2024.",
            "Rapat pleno",
        ),
        MinutesEntry(
            "A-01",
            EntryKind.DIRECTIVE,
            "Memperbanyak pameran dan layanan jemput bola di daerah.",
            "Direktur Jenderal",
        ),
        MinutesEntry(
            "I-01",
            EntryKind.INFORMATION,
            "Petunjuk penyusunan kerangka acuan kerja 2025 dibagikan melalui laman.",
        ),
        MinutesEntry(
            "H-01",
            EntryKind.OBSTACLE,
            "Hanya satu PPNS untuk dua provinsi.",
            office="Kanwil Contoh Barat",
            answer="Pelatihan bersama.",
        ),
        MinutesEntry(
            "U-01",
            EntryKind.PROPOSAL,
            "Indeks biaya khusus wilayah kepulauan diusulkan.",
            office="Kanwil Contoh Kepulauan",
            answer="dikaji Bagian Program.",
        ),
    )
    session = MinutesSession(
        title="Anggaran dan kebijakan tahun 2025",
        meta="08.34–09.41 WITA · Sekretaris Direktorat Jenderal (lampiran 1)",
        paragraphs=(paragraph, paragraph),
        quotes=(
            Quote("Satu kantor satu indikasi geografis sampai terdaftar.", "Direktur Merek", "10.27 WITA"),
        ),
        entries=entries,
        follow_ups=("TL-2024-001", "TL-2024-002"),
    )
    actions = tuple(
        FollowUp(
            code=f"TL-2024-{at:03d}",
            task="Menetapkan satu potensi indikasi geografis prioritas dan jadwal pendampingan",
            units="Seluruh Kantor Wilayah (33)",
            owner="Kepala Bidang Pelayanan Hukum / Direktorat Merek",
            due="30 September 2024 (B09)",
            evidence="surat penetapan; jadwal",
            source="K-01",
        )
        for at in range(1, 19)
    )
    return MinutesPaper(
        letterhead=LETTERHEAD,
        title="Rakornis KI 2024, hari ketiga",
        number="" if draft else "HKI-KI.01.01-417",
        facts=(
            Fact("Nama rapat", LONG_TITLE),
            Fact("Hari, tanggal", "Jumat, 6 September 2024"),
            Fact("Waktu", "08.34 s.d. 16.41 WITA (rencana 08.30 s.d. 16.30 WITA)"),
            Fact("Tempat", "Ballroom, Discovery Kartika Plaza, Bali"),
            Fact("Pimpinan rapat", "Ir. Ayuningrana, S.Farm., Apt., Sekretaris Direktorat Jenderal"),
            Fact("Notulis", "Sekarwangi, S.Kom., Arsiparis Ahli Pertama"),
            Fact("Peserta", "343 dari 350 orang; 33 dari 33 Kantor Wilayah terwakili"),
        ),
        attendance_note="Kehadiran dicatat melalui pemindaian tanda pengenal.",
        attendance=tuple(OfficeCount(f"Kanwil Contoh {at}", 7 - at % 2, 7) for at in range(1, 36)),
        sessions=(session, session, session),
        follow_ups=actions,
        follow_up_note="Tindak lanjut “seluruh Kantor Wilayah” menjadi 33 kewajiban tersendiri.",
        closing=(
            "Rapat ditutup oleh pimpinan rapat pada pukul 16.41 WITA.",
            "Lampiran: (1) daftar hadir hari ketiga; (2) bahan paparan 1 s.d. 4.",
        ),
        minute_taker=TAKER,
        chair=Signer(post=SECRETARY.post, name=SECRETARY.name, nip=SECRETARY.nip),
        place_and_date="Bali, 6 September 2024",
        draft=draft,
        verification=verification("RAF55BF8NCVVTBJXP4Q2"),
    )
