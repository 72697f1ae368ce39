"""Rakornis: runs an Indonesian ministry's technical coordination meeting."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: "Config") -> "Flask":
    """Build the application. The import is late, so that importing one room does not import all.

    Meanwhile the garbage collector rests: what is loaded stays, and it would look through it again and again.
    """
    rested = not gc.isenabled()
    gc.disable()
    try:
        from app.factory import build  # noqa: PLC0415 - see the docstring

        return build(config)
    finally:
        if not rested:
            gc.enable()
