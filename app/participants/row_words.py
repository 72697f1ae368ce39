"""What is said of a row of the roster: what is wrong with it, and what to do."""

from app.lib.refusals import N_

NO_NAME = N_("This row has a number or an address but no name. Write the name, or clear the row.")
LONG_NAME = N_(
    "The name has %(count)s letters; papers hold %(limit)s. Shorten it, or move titles to columns of "
    "their own."
)
LONG_TEXT = N_("This cell has %(count)s letters; papers hold %(limit)s. Shorten it.")
NO_NUMBER = N_("“%(text)s” is not a NIP, so none was taken. Leave the cell empty for people without one.")
OTHER_SEX = N_(
    "The 15th digit of the NIP %(nip)s does not agree with “%(sex)s” in the column L/P. Please look again."
)
NO_ADDRESS = N_(
    "“%(email)s” is not an e-mail address, so none was taken. Correct it, or nothing can be sent there."
)
NO_PHONE = N_(
    "“%(phone)s” is not a telephone number, so none was taken. Format the column as text and type it again."
)
ZERO_BACK = N_(
    "The telephone number %(phone)s had lost its leading 0, which was put back. Please look again."
)
NOT_A_VALUE = N_(
    "“%(text)s” is a formula, not its value. Save the sheet from your spreadsheet program, where it is "
    "calculated, and upload it again."
)
STRANGE = N_("These characters cannot be printed: %(letters)s. Type the text again with Latin letters.")
INVISIBLE = N_("Invisible characters were left out of “%(text)s”. Please look again.")
NIP_TWICE = N_(
    "The NIP %(nip)s already stands in row %(first)s. Correct one of them, or remove the repeated row."
)
NAME_TWICE = N_(
    "%(name)s of the same office already stands in row %(first)s. Remove one if they are the same person."
)
