"""The words for where somebody stands with the certificate, and for what went wrong."""

from collections.abc import Mapping
from typing import Any

from app.certificates.queries import CertificateState
from app.i18n import sentence
from app.lib.refusals import N_
from app.services.paper import UnprintableLetters

STANDING_WORDS = {
    CertificateState.DUE: N_("Due"),
    CertificateState.ISSUED: N_("Issued"),
    CertificateState.NOT_DUE: N_("Not due"),
    CertificateState.REVOKED: N_("Revoked"),
}


def failure_sentence(failure: Mapping[str, Any]) -> str:
    """Say which letters of a name or office no font of the papers has."""
    return sentence(UnprintableLetters(failure["letters"]))
