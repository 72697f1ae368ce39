"""A door for every form that asks for a name: how papers will print what is being typed."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.access import public
from app.participants.name_look import look_of_name

names = Blueprint("names", __name__)
PARTS = ("front_titles", "name", "back_titles", "rank")


@names.post("/name-look")
@public
def look() -> ResponseReturnValue:
    """Draw a name that somebody is typing. Nothing is stored, nothing is known afterwards."""
    shown = look_of_name(*(request.form.get(part, "") for part in PARTS))
    return render_template("participants/_name_look.html", look=shown)
