"""The words for kinds and states of papers."""

from app.documents.models import DocumentKind, DocumentState
from app.documents.verify import FileVerdict
from app.lib.refusals import N_

KIND_WORDS = {
    DocumentKind.MINUTES: N_("Minutes"),
    DocumentKind.CERTIFICATE: N_("Certificate"),
    DocumentKind.ATTENDANCE_LIST: N_("Attendance list"),
    DocumentKind.INVITATION: N_("Invitation letter"),
}
STATE_WORDS = {
    DocumentState.VALID: N_("Valid and in force"),
    DocumentState.SUPERSEDED: N_("Replaced"),
    DocumentState.REVOKED: N_("Revoked"),
}
STATE_SENTENCES = {
    DocumentState.VALID: N_("This document was issued as described here and has never been revoked."),
    DocumentState.SUPERSEDED: N_(
        "This document was issued, but a newer one has taken its place. Use the newer one."
    ),
    DocumentState.REVOKED: N_(
        "This document was issued, but it has been revoked and must no longer be used."
    ),
}
STATE_KINDS = {
    DocumentState.VALID: "ok",
    DocumentState.SUPERSEDED: "warn",
    DocumentState.REVOKED: "bad",
}
FILE_WORDS = {
    FileVerdict.SAME: N_("This file is, byte for byte, the one that was issued."),
    FileVerdict.DIFFERENT: N_("This is a different file."),
    FileVerdict.NOT_A_PDF: N_("This file is not a PDF."),
    FileVerdict.NOT_PRINTED_YET: N_("The file of this document is still being printed."),
}
FILE_SENTENCES = {
    FileVerdict.SAME: N_("Nothing in it was changed."),
    FileVerdict.DIFFERENT: N_(
        "It was changed, saved again by another program, or belongs to another document. "
        "Ask whoever gave it to you for the original file."
    ),
    FileVerdict.NOT_A_PDF: N_("Choose the PDF as you received it, not a picture or a scan of the paper."),
    FileVerdict.NOT_PRINTED_YET: N_("There is nothing to compare with yet. Try again in a few minutes."),
}
FILE_KINDS = {
    FileVerdict.SAME: "ok",
    FileVerdict.DIFFERENT: "bad",
    FileVerdict.NOT_A_PDF: "warn",
    FileVerdict.NOT_PRINTED_YET: "wait",
}
