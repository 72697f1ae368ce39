"""Settings of one installation: one frozen dataclass, one field per setting, read from RAKORNIS_*."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32
WELL_KNOWN_SECRETS = frozenset({"dev", "secret", "changeme", "change-me", "default", "rakornis"})
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024


class ConfigurationRefused(RuntimeError):
    """A setting that would be unsafe or cannot work; the sentence says what to change."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that differs between two installations.

    `data` is the directory that holds database, files and secrets: what must be backed up.
    `base_url` is the address that links and QR codes carry, without a trailing slash.
    `lan`: who vouches for the HTTPS that bin/run serves itself (`certificate`, `own-authority`), or None;
    bin/run alone knows it.
    `mail_url` is `console:` or `smtp://user:password@host:port` (`smtps://` for TLS from the start).
    """

    data: Path
    database_url: str
    secret_key: str
    pass_secret: bytes
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = "console:"
    mail_sender: str = "rakornis@localhost"
    rehearsal: str | None = None
    lan: str | None = None
    log_format: str = "text"
    trusted_proxies: int = 0
    upload_limit_bytes: int = UPLOAD_LIMIT_BYTES
    testing: bool = False

    def __post_init__(self) -> None:
        """Refuse a secret that somebody else could know."""
        if len(self.secret_key) < SHORTEST_SECRET or self.secret_key.lower() in WELL_KNOWN_SECRETS:
            message = f"RAKORNIS_SECRET_KEY must be random and at least {SHORTEST_SECRET} characters long."
            raise ConfigurationRefused(message)

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies may only travel over HTTPS: yes as soon as the address says https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def files(self) -> Path:
        """The directory of uploaded and printed files."""
        return self.data / "files"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """Read RAKORNIS_*; make the data directory and its secrets on the first start."""
        data = Path(environment.get("RAKORNIS_DATA") or "var").absolute()
        data.mkdir(parents=True, exist_ok=True)
        return cls(
            data=data,
            database_url=environment.get("RAKORNIS_DATABASE_URL") or f"sqlite:///{data / 'rakornis.db'}",
            secret_key=environment.get("RAKORNIS_SECRET_KEY") or kept_secret(data, "session"),
            pass_secret=(environment.get("RAKORNIS_PASS_SECRET") or kept_secret(data, "passes")).encode(),
            base_url=(environment.get("RAKORNIS_BASE_URL") or last_served_address(data)).rstrip("/"),
            mail_url=environment.get("RAKORNIS_MAIL_URL") or "console:",
            mail_sender=environment.get("RAKORNIS_MAIL_SENDER") or "rakornis@localhost",
            rehearsal=environment.get("RAKORNIS_REHEARSAL") or None,
            log_format=environment.get("RAKORNIS_LOG_FORMAT") or "text",
            trusted_proxies=int(environment.get("RAKORNIS_TRUSTED_PROXIES") or 0),
            upload_limit_bytes=int(environment.get("RAKORNIS_UPLOAD_LIMIT_BYTES") or UPLOAD_LIMIT_BYTES),
        )


def kept_secret(data: Path, name: str) -> str:
    """Return the secret of that name, made once and readable by the owner alone.

    Two processes that start together agree: the file is created exclusively, the loser reads.
    """
    path = data / "secrets" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f".{name}.{secrets.token_hex(8)}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def last_served_address(data: Path) -> str:
    """Return the address under which this data was served last, so that printed links work."""
    path = data / "address"
    return path.read_text().strip() if path.exists() else "http://127.0.0.1:8000"
