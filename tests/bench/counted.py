"""The product's application, with every statement counted at the driver.

The server of a bench loads this around wsgi.py, so the product itself counts nothing. Each process
keeps its number in a file of its own in RAKORNIS_BENCH_COUNTS (eight bytes, little-endian).
"""

import itertools
import mmap
import os
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.db import db
from wsgi import app

SIZE = 8


def _count() -> None:
    path = Path(os.environ["RAKORNIS_BENCH_COUNTS"]) / str(os.getpid())
    path.write_bytes(bytes(SIZE))
    with path.open("r+b") as file:
        shared = mmap.mmap(file.fileno(), SIZE)
    numbers = itertools.count(1)

    def count(*_details: Any) -> None:
        shared[:] = next(numbers).to_bytes(SIZE, "little")

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)


_count()
