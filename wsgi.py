"""The door for a WSGI server: `granian --interface wsgi wsgi:app`."""

import gc

from app import create_app
from config import Config

app = create_app(Config.from_environment())
# What is loaded stays: looking through it again and again would hold up whoever is being answered.
gc.freeze()
