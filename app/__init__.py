"""Rakornis: runs an Indonesian ministry's technical coordination meeting."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: "Config") -> "Flask":
    """Build the application. The import is late, so that importing one room does not import all."""
    from app.factory import build  # noqa: PLC0415 - see the docstring

    return build(config)
