"""Doors of the papers: the public page that verifies them, the list of an event, the file, the revocation."""

from collections.abc import Mapping
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

from app.access import Permission, public, requires
from app.db import transaction
from app.documents import words
from app.documents.count_check import TooManyChecks, count_check, refuse_flood
from app.documents.forms import FileForm, RevocationForm
from app.documents.issue import verification_code
from app.documents.models import Document, DocumentKind
from app.documents.queries import (
    count_by_kind,
    document_seen_by,
    filename,
    kinds_seen_by,
    page_of_documents,
    printed_bytes,
)
from app.documents.revoke import revoke_document
from app.documents.verify import FileVerdict, Verdict, compare_file, verify_code
from app.doors import page, paper, telling
from app.i18n import sentence
from app.services import services

LONGEST_CODE = 80
UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Cache-Control": "no-store"}

documents = Blueprint("documents", __name__)


def register(app: Flask) -> None:
    """Put the pages in. Comparing a file changes nothing, so visitors need no token and get no cookie."""
    app.extensions["csrf"].exempt(f"{compare.__module__}.{compare.__name__}")
    app.register_blueprint(documents)


@documents.get("/v")
@documents.get("/V")
@documents.get("/verify")
@public
def verify_form() -> ResponseReturnValue:
    """Show the form for typing a code, or what the register says about the one that was typed.

    Papers name the short address for those who type it by hand.
    """
    code = request.args.get("code", "").strip()
    return _told(code) if code else _unlisted(_verification_page(code="", verdict=None))


@documents.get("/V/<path:code>")
@documents.get("/v/<path:code>")
@public
def verify(code: str) -> ResponseReturnValue:
    """Show what the register says about a paper: where its QR leads."""
    return _told(code)


@documents.post("/V/<path:code>")
@documents.post("/v/<path:code>")
@public
def compare(code: str) -> ResponseReturnValue:
    """Say whether the file is byte for byte the one that was issued."""
    _count()
    verdict = verify_code(code)
    if verdict is None:
        return _unknown(code)
    form = FileForm()
    found = compare_file(verdict.document, form.file.data.read()) if form.validate_on_submit() else None
    return _unlisted(_verification_page(code=code, verdict=verdict, form=form, found=found))


def _told(code: str) -> ResponseReturnValue:
    _count()
    verdict = verify_code(code)
    return _unlisted(_verification_page(code=code, verdict=verdict)) if verdict else _unknown(code)


def _count() -> None:
    address = request.remote_addr or ""
    refuse_flood(address)
    with transaction():
        count_check(address)


def _unknown(code: str) -> Response:
    told = _verification_page(code=code[:LONGEST_CODE], verdict=None, unknown=True)
    return _unlisted(told, HTTPStatus.NOT_FOUND)


@documents.errorhandler(TooManyChecks)
def _too_many(refusal: TooManyChecks) -> Response:
    told = _verification_page(code="", verdict=None, refusal=sentence(refusal))
    answer = _unlisted(told, HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(refusal.seconds)
    return answer


def _verification_page(
    *,
    code: str,
    verdict: Verdict | None,
    form: FileForm | None = None,
    found: FileVerdict | None = None,
    **values: Any,
) -> str:
    return render_template(
        "documents/verify.html",
        code=code,
        verdict=verdict,
        form=form or FileForm(formdata=None),
        found=found,
        words=words,
        verification_code=verification_code,
        now=services().clock.now(),
        **values,
    )


def _unlisted(told: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Answer with a page that no search engine lists and no cache keeps."""
    answer = make_response(told, status)
    answer.headers.update(UNLISTED)
    return answer


@documents.get("/events/<event>/documents")
@requires(Permission.DOCUMENTS_VIEW)
def index(event: Any) -> ResponseReturnValue:
    """List the papers of an event that the account may see."""
    seen = kinds_seen_by(current_user, event.id)
    chosen = next((kind for kind in seen if kind.value == request.args.get("kind")), None)
    search = request.args.get("q", "")
    counts = count_by_kind(event.id, search=search)
    return render_template(
        "documents/index.html",
        shown=page_of_documents(
            event.id,
            kinds=[chosen] if chosen else seen,
            search=search,
            number=request.args.get("page", 1, type=int),
        ),
        tabs_shown=_tabs(event, counts, seen=seen, chosen=chosen, search=search),
        chosen=chosen,
        search=search,
        words=words,
        verification_code=verification_code,
    )


def _tabs(
    event: Any,
    counts: Mapping[DocumentKind, int],
    *,
    seen: list[DocumentKind],
    chosen: DocumentKind | None,
    search: str,
) -> list[dict[str, object]]:
    def tab(label: str, kind: DocumentKind | None, count: int) -> dict[str, object]:
        url = url_for(
            "documents.index", event=event.slug, kind=kind.value if kind else None, q=search or None
        )
        return {"label": label, "url": url, "current": kind is chosen, "count": count}

    kinds = [tab(_(words.KIND_WORDS[kind]), kind, counts.get(kind, 0)) for kind in seen]
    return [tab(_("All"), None, sum(counts.get(kind, 0) for kind in seen)), *kinds]


@documents.get("/events/<event>/documents/<int:document_id>/file")
@requires(Permission.DOCUMENTS_VIEW)
def file(event: Any, document_id: int) -> ResponseReturnValue:
    """Send the very bytes that were issued."""
    document = document_seen_by(current_user, event.id, document_id)
    return paper(printed_bytes(document), filename=filename(document))


@documents.route("/events/<event>/documents/<int:document_id>/revocation", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_REVOKE)
def revocation(event: Any, document_id: int) -> ResponseReturnValue:
    """Ask for the reason, then revoke a paper."""
    document = document_seen_by(current_user, event.id, document_id)
    form = RevocationForm()
    if form.validate_on_submit() and _revoked(document, form):
        flash(_("Document %(number)s has been revoked.", number=document.number), "ok")
        return redirect(url_for("documents.index", event=event.slug), HTTPStatus.SEE_OTHER)
    return page("documents/revocation.html", form, document=document, words=words)


def _revoked(document: Document, form: RevocationForm) -> bool:
    with telling(form), transaction():
        revoke_document(document, reason=form.reason.data or "", by=current_user)
    return not form.errors
