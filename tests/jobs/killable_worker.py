"""Workers for the kill test: their jobs write in two steps, and their leases are short.

Loads the program once and forks a worker with every line it reads: five starts cost no five loadings.
"""

import os
import sys
import time
from datetime import timedelta
from threading import Event as Signal

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.audit.models import AuditEntry
from app.audit.record import WORKER, record
from app.db import db
from app.jobs import lease
from app.jobs.background import Outcome, Work, background
from app.jobs.worker import work_until
from config import Config


@background("test.slow", words="Try")
def slow(work: Work, *, number: int) -> Outcome:
    """Do something, wait, and write that it was done: once, however often it is begun."""
    time.sleep(0.03)
    with work.transaction() as session:
        subject = f"slow:{number}"
        if session.execute(select(AuditEntry.id).where(AuditEntry.subject == subject)).first() is None:
            record("test.slow", by=WORKER, on=subject)
        work.progress(1, 2)
    time.sleep(0.03)
    with work.transaction():
        work.progress(2, 2)
    return None


def main() -> None:
    """Fork workers, and tell their numbers."""
    lease.LEASE = timedelta(seconds=2)
    app = create_app(Config.from_environment())
    for _ in sys.stdin:
        if (worker := os.fork()) == 0:
            work(app)
            os._exit(0)
        print(worker, flush=True)


def work(app: Flask) -> None:
    """Work until killed."""
    with app.app_context():
        work_until(Signal())
        db.session.remove()


if __name__ == "__main__":
    main()
