"""How long a sheet takes from its bytes to registered people with passes, and how much memory.

`bin/bench import --json` prints `[{"rows", "seconds", "cpu_seconds", "peak_mb"}]`: reading, validation and
database on SQLite, each size in a process of its own, so that its peak is its own. `cpu_seconds` is what the
processor worked, for machines that others use meanwhile.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import xlsxwriter

SIZES = (350, 5_000, 50_000)
OFFICES = 33
HEADER = ("No", "Nama Lengkap", "NIP", "Pangkat/Gol.", "Jabatan", "Unit Kerja", "Peran", "Email", "No. HP")
FIRST = ("Andi", "Baiq", "Cut", "Dewi", "Eka", "Fitri", "Gede", "Hasan", "Indah", "Joko")
LAST = ("Wirasanjaya", "Kusumajati", "Hutabalian", "Makkulau", "Trisnawidya", "Ranupadma", "Zohratulaini")


def sheet_of(rows: int) -> bytes:
    """Build an .xlsx of invented people, as text cells below a title and the header."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("Peserta")
        page.write_string(0, 0, "DAFTAR PESERTA")
        for column, word in enumerate(HEADER):
            page.write_string(2, column, word)
        for number in range(rows):
            for column, text in enumerate(_person(number)):
                page.write_string(3 + number, column, text)
    return buffer.getvalue()


def _person(number: int) -> tuple[str, ...]:
    name = f"Dr. {FIRST[number % 10]} {LAST[number // 10 % 7]} {_letters(number)}, S.H., M.H."
    born = f"19{70 + number % 25}{1 + number // 25 % 12:02}{1 + number // 300 % 28:02}"
    nip = f"{born}20100{1 + number % 9}1{number % 999 + 1:03}"
    return (
        str(number + 1),
        name,
        nip if number // 999 % 9 == 0 else "",
        "Penata (III/c)",
        "Analis Kekayaan Intelektual Ahli Muda",
        f"Kanwil Uji {_letters(number % OFFICES)}",
        "Peserta",
        f"peserta{number}@contoh.example",
        f"0800{number:07}",
    )


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:06}").capitalize()


def measure(rows: int) -> dict[str, float]:
    """Register one sheet in an empty database and say how long that took."""
    with tempfile.TemporaryDirectory() as directory:
        seconds, cpu_seconds = _register(sheet_of(rows), Path(directory))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": rows,
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu_seconds, 3),
        "peak_mb": round(peak_mb, 1),
    }


def _register(content: bytes, directory: Path) -> tuple[float, float]:
    from app import create_app  # noqa: PLC0415 - the program is loaded in the measured process only
    from app.audit.record import COMMAND_LINE  # noqa: PLC0415
    from app.db import db, transaction  # noqa: PLC0415
    from app.events.models import Event, Rules  # noqa: PLC0415
    from app.participants.read_roster import read_roster  # noqa: PLC0415
    from app.participants.register_roster import register_roster  # noqa: PLC0415
    from config import Config  # noqa: PLC0415

    app = create_app(Config.from_environment({"RAKORNIS_DATA": str(directory)}))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            event = Event(
                slug="uji",
                title="Uji",
                short_title="Uji",
                city="Bali",
                zone="Asia/Makassar",
                starts_on=date(2024, 9, 4),
                ends_on=date(2024, 9, 8),
                rules=Rules(),
            )
            session.add(event)
        began, work_began = time.perf_counter(), time.process_time()
        roster = read_roster(content, filename="peserta.xlsx", today=event.starts_on)
        with transaction():
            outcome = register_roster(
                event, roster, by=COMMAND_LINE, filename="peserta.xlsx", content=content
            )
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - work_began
        if outcome.blocked or outcome.created != len(roster.rows):
            raise SystemExit(
                f"only {outcome.created} of {len(roster.rows)} were registered: {outcome.problems[:3]}"
            )
        db.session.remove()
        db.engine.dispose()
    return seconds, cpu_seconds


def measure_apart(rows: int) -> dict[str, float]:
    """Measure one size in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_import", "--rows", str(rows)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    measured: dict[str, float] = json.loads(printed)
    return measured


def main() -> None:
    """Print the figures as a table, or as JSON."""
    parser = argparse.ArgumentParser(prog="bin/bench import", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--rows", type=int, help="measure this size only")
    asked = parser.parse_args()
    if asked.rows:
        print(json.dumps(measure(asked.rows)))
        return
    figures = [measure_apart(rows) for rows in SIZES]
    if asked.json:
        print(json.dumps(figures, indent=2))
        return
    for one in figures:
        print(
            f"{one['rows']:>8} rows  {one['seconds']:>8.3f} s  "
            f"{one['cpu_seconds']:>8.3f} s of processor  {one['peak_mb']:>8.1f} MB"
        )


if __name__ == "__main__":
    main()
