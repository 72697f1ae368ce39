"""Which addresses that came with a request lead to a page of this program, and nowhere else."""

from urllib.parse import urlsplit


def own_page(target: str) -> str | None:
    """Return the address when it is a page of ours, else None: nobody is sent to another host."""
    parts = urlsplit(target)
    ours = (
        target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    )
    return target if ours and not (parts.scheme or parts.netloc) else None
