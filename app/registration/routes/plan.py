"""Doors: which seats the offices have at an event, and how many people of other roles there is room for."""

from flask import Blueprint


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
