"""Doors of the certificates: the list, issuing and its progress, specimen, ZIP, revocation, new edition."""

from http import HTTPStatus
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.certificates.bundle import taken_home
from app.certificates.issue import issue_certificates, refuse_unconfirmed_names
from app.certificates.overview import Overview, overview_of
from app.certificates.paper import stationery_of
from app.certificates.queries import CertificateState, certificate_of, count_states, issuing_job
from app.certificates.reissue import reissue_certificate
from app.certificates.words import STANDING_WORDS, failure_sentence
from app.db import transaction
from app.documents import words as document_words
from app.documents.forms import RevocationForm
from app.documents.issue import verification_code
from app.documents.models import Document
from app.documents.revoke import revoke_document
from app.documents.zip_files import zipped
from app.doors import page, paper, telling
from app.events.models import Event
from app.i18n import sentence
from app.lib.refusals import Refused
from app.participants.name_look import names_hard_to_read
from app.participants.queries import participants_of
from app.services import services
from app.services.paper.legible import NamePaper

certificates = Blueprint("certificates", __name__, url_prefix="/events/<event>/certificates")


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(certificates)


@certificates.get("")
@requires(Permission.CERTIFICATES_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """Show who earned a certificate, who holds one, and how far the issuing is."""
    overview = overview_of(
        event,
        standing=request.args.get("standing", ""),
        search=request.args.get("q", ""),
        number=request.args.get("page", 1, type=int),
    )
    return render_template(
        "certificates/index.html",
        overview=overview,
        small_names=names_hard_to_read(event, NamePaper.CERTIFICATE),
        tabs_shown=_tabs(event, overview),
        job=issuing_job(event),
        blocked=_what_is_missing(event),
        standing_words=STANDING_WORDS,
        failure_sentence=failure_sentence,
        verification_code=verification_code,
    )


def _tabs(event: Event, overview: Overview) -> list[dict[str, object]]:
    return [
        {
            "label": _(STANDING_WORDS[standing]),
            "url": url_for(".index", event=event.slug, standing=standing.value, q=overview.search or None),
            "current": standing is overview.standing,
            "count": overview.counts[standing],
        }
        for standing in STANDING_WORDS
    ]


def _what_is_missing(event: Event) -> str | None:
    try:
        services().press.make_ready()
        stationery_of(event)
        refuse_unconfirmed_names(event)
    except Refused as refusal:
        return sentence(refusal)
    return None


@certificates.post("")
@requires(Permission.CERTIFICATES_ISSUE)
def issue(event: Event) -> ResponseReturnValue:
    """Start to issue every certificate that is due."""
    with transaction():
        issue_certificates(event, by=current_user)
    return _back(event)


@certificates.get("/issue")
@requires(Permission.CERTIFICATES_ISSUE)
def ask_to_issue(event: Event) -> ResponseReturnValue:
    """Ask the question of the dialog as a page, for visitors without script."""
    return render_template(
        "certificates/issue.html", overview=overview_of(event), blocked=_what_is_missing(event)
    )


@certificates.get("/progress")
@requires(Permission.CERTIFICATES_VIEW)
def progress(event: Event) -> ResponseReturnValue:
    """Return the part of the page that changes; when the work is over the whole page is drawn anew."""
    job = issuing_job(event)
    response: Response = make_response(
        render_template("certificates/_progress.html", job=job, failure_sentence=failure_sentence)
    )
    if job is None or job.is_over:
        response.headers["X-Poll"] = "reload"
    return response


@certificates.get("/figures")
@requires(Permission.CERTIFICATES_VIEW)
def figures(event: Event) -> ResponseReturnValue:
    """Return how many certificates are issued, for the ledger of the home page."""
    counts = count_states(event)
    issued = counts[CertificateState.ISSUED]
    return render_template(
        "certificates/_figures.html", issued=issued, earned=issued + counts[CertificateState.DUE]
    )


@certificates.get("/specimen.pdf")
@requires(Permission.CERTIFICATES_VIEW)
def specimen(event: Event) -> ResponseReturnValue:
    """Print a certificate that is none, with the longest name of the event."""
    sheet = stationery_of(event).specimen(participants_of(event))
    return paper(
        next(iter(services().press.print_certificates([sheet]))), filename=f"contoh-{event.slug}.pdf"
    )


@certificates.get("/certificates.zip")
@requires(Permission.CERTIFICATES_VIEW)
def bundle(event: Event) -> ResponseReturnValue:
    """Send all certificates in force as a ZIP with a folder for each office, while it is being made."""
    with transaction():
        entries = taken_home(event, by=current_user)
    response = Response(zipped(entries, services().storage), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"sertifikat-{event.slug}.zip")
    return response


@certificates.route("/<int:certificate_id>/revocation", methods=["GET", "POST"])
@requires(Permission.CERTIFICATES_REVOKE)
def revocation(event: Event, certificate_id: int) -> ResponseReturnValue:
    """Ask for the reason, then revoke somebody's certificate."""
    document = certificate_of(event, certificate_id).document
    form = RevocationForm()
    if form.validate_on_submit() and _revoked(document, form):
        flash(_("The certificate has been revoked. Its verification page says why."), "ok")
        return _back(event)
    values: dict[str, Any] = {"words": document_words, "back_url": url_for(".index", event=event.slug)}
    return page("documents/revocation.html", form, document=document, **values)


def _revoked(document: Document, form: RevocationForm) -> bool:
    with telling(form), transaction():
        revoke_document(document, reason=form.reason.data or "", by=current_user)
    return not form.errors


@certificates.route("/<int:certificate_id>/edition", methods=["GET", "POST"])
@requires(Permission.CERTIFICATES_ISSUE)
def edition(event: Event, certificate_id: int) -> ResponseReturnValue:
    """Ask, then issue somebody's certificate anew with the name as it is written now."""
    certificate = certificate_of(event, certificate_id)
    if request.method == "GET":
        return render_template("certificates/edition.html", certificate=certificate)
    with transaction():
        new = reissue_certificate(event, certificate, by=current_user)
        issue_certificates(event, by=current_user)
    flash(
        _("Certificate %(number)s takes the place of the old one and is being printed.", number=new.number),
        "ok",
    )
    return _back(event)


def _back(event: Event) -> ResponseReturnValue:
    return redirect(url_for("certificates.index", event=event.slug), HTTPStatus.SEE_OTHER)
