"""What every paper takes from its event: letterhead, signer, and how place and dates read."""

from app.events.models import Event, SignerTask
from app.lib import indonesian_dates
from app.services import services
from app.services.paper import parts

NOBODY = parts.Signer(post="", name="")


def printed_letterhead(event: Event) -> parts.Letterhead:
    """Return the letterhead as papers print it, with the agency's mark when one was uploaded."""
    head = event.letterhead
    if head is None:
        return parts.Letterhead(lines=(event.short_title,))
    mark = services().storage.read(head.mark_storage_key) if head.mark_storage_key else None
    return parts.Letterhead(lines=tuple(head.lines), address=tuple(head.address_lines), mark=mark)


def printed_signer(event: Event, task: SignerTask) -> parts.Signer:
    """Return who signs this kind of paper; an empty block to fill in by hand when nobody was named."""
    signer = next((one for one in event.signers if one.task is task), None)
    if signer is None:
        return NOBODY
    return parts.Signer(post=signer.post, name=signer.name, nip=signer.nip or "", prefix=signer.prefix)


def place_and_range(event: Event) -> str:
    """Return "Bali, 4 s.d. 8 September 2024"."""
    return f"{event.city}, {indonesian_dates.date_range(event.starts_on, event.ends_on)}"
