"""How a message looks to its reader, for those who release it: without the secret, harmless in a frame."""

import re

from markupsafe import escape

from app.messages.fill_in import SECRET_ADDRESS
from app.messages.models import Message

# Mail programs know inline styles only, so this one page may have them; it may have nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
# A grey square in the place of a picture that is only drawn as the letter goes out.
PLACEHOLDER = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E"
    "%3Cpath fill='%23ddd' d='M0 0h8v8H0z'/%3E"
    "%3Cpath fill='%23999' d='M1 1h2v2H1zM5 1h2v2H5zM1 5h2v2H1zM5 5h1v1H5zM6 6h1v1H6z'/%3E%3C/svg%3E"
)
_SECRET_LINK = re.compile(f'href="{re.escape(SECRET_ADDRESS)}"')
_PICTURE = re.compile(r'src="cid:[^"]*"')


def text_of(message: Message, instead: str) -> str:
    """Return the plain text, with words in the place of the address that is filled in later."""
    return message.text.replace(SECRET_ADDRESS, instead)


def html_of(message: Message, instead: str) -> str:
    """Return the HTML, its links leading nowhere and its pictures grey."""
    html = _SECRET_LINK.sub("", message.html or "")
    return _PICTURE.sub(f'src="{PLACEHOLDER}"', html).replace(SECRET_ADDRESS, str(escape(instead)))
