"""Doors: the page about this network, and the own authority that phones may come to trust."""

from http import HTTPStatus
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, Flask, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.access import public
from app.network.hint import hint_address
from app.network.own_authority import authority_of, fingerprint
from app.network.situation import Situation
from app.services import services
from app.services.paper.qr import draw_qr
from config import Config

QR_MM = 60.0
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def register(app: Flask) -> None:
    """Put the pages under their addresses, and tell every page the situation it is in."""
    network = Blueprint("network", __name__, url_prefix="/network")
    network.add_url_rule("", "index", index)
    network.add_url_rule("/authority.crt", "authority", authority)
    network.add_url_rule("/qr.svg", "qr", qr)
    app.register_blueprint(network)
    app.context_processor(lambda: {"situation": situation})


@public
def index() -> ResponseReturnValue:
    """Say in which situation the page is, and what to do about it."""
    config = _config()
    own = authority_of(config.data) if config.lan == Situation.OWN_AUTHORITY else None
    return render_template(
        "network/index.html",
        found=situation(),
        here=services().base_url,
        served_by_tls=config.lan is not None,
        fingerprint=fingerprint(own) if own else None,
        ends_at=own.not_valid_after_utc if own else None,
        name=urlsplit(services().base_url).hostname,
    )


@public
def authority() -> ResponseReturnValue:
    """Hand out the certificate of the own authority, never its key."""
    own = authority_of(_config().data) if _config().lan == Situation.OWN_AUTHORITY else None
    if own is None:
        abort(HTTPStatus.NOT_FOUND)
    return Response(own.public_bytes(Encoding.DER), mimetype="application/x-x509-ca-cert")


@public
def qr() -> ResponseReturnValue:
    """Draw the QR that leads a phone to the page about the network."""
    drawing = draw_qr(hint_address(services().base_url), level="M", size=QR_MM)
    return Response(drawing.svg(), mimetype="image/svg+xml")


def situation() -> Situation:
    """Judge the request that is being answered."""
    if request.is_secure:
        own = _config().lan == Situation.OWN_AUTHORITY
        return Situation.OWN_AUTHORITY if own else Situation.CERTIFICATE
    return Situation.HERE if _host() in LOCAL_HOSTS else Situation.PLAIN


def _host() -> str:
    host = request.host
    return host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.partition(":")[0]


def _config() -> Config:
    config: Config = current_app.config["RAKORNIS"]
    return config
