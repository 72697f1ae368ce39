"""What an office or the committee cannot do with a nomination now, and what to do instead."""

from app.lib.refusals import N_, Conflict, NotThere, Refused
from app.registration.models import Nomination


class NominationNotThere(NotThere):
    """The delegation has no such seat or nomination."""

    def __init__(self) -> None:
        super().__init__(N_("This seat or person does not belong to your delegation. Open its page again."))


class UnderReview(Conflict):
    """The delegation is with the committee: nothing changes until it answers."""

    def __init__(self) -> None:
        super().__init__(
            N_("The committee has the delegation now. It can be changed again if the committee returns it.")
        )


class SeatFilled(Conflict):
    """Somebody who takes part sits there already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_(
                "%(name)s is confirmed for this seat already. "
                "Replace this person on the page of the delegation."
            ),
            name=name,
        )


class NobodyNamed(Refused):
    """A nomination without a name."""

    def __init__(self) -> None:
        super().__init__(N_("Write the name of the person, or say that you send nobody."))


class ReasonMissing(Refused):
    """A seat left empty, or a return, without a reason."""

    def __init__(self) -> None:
        super().__init__(N_("Write the reason. The others must be able to understand it later."))


class TakenMeanwhile(Conflict):
    """Somebody else has written at this seat since the page was drawn: nothing is taken back unseen."""

    def __init__(self, now: Nomination) -> None:
        super().__init__(
            N_(
                "%(name)s has changed this seat meanwhile: %(person)s stands there now. "
                "Nothing was taken back. Look at it, then decide."
            ),
            name=now.changed_by,
            person=now.display_name,
        )


class NominationChanged(Conflict):
    """Somebody else has written meanwhile; `now` is what they wrote."""

    def __init__(self, now: Nomination) -> None:
        super().__init__(
            N_(
                "%(name)s has changed this seat meanwhile. Nothing was overwritten: "
                "compare both below, then save what is right."
            ),
            name=now.changed_by,
        )
        self.now = now
