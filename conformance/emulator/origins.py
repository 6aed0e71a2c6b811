"""Where a browser's request comes from: the anti-forgery token of its session, and the sites that may ask at all."""

from __future__ import annotations

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from conformance.emulator.access import AccessRefused
from conformance.emulator.messages import Answer, Call
from conformance.emulator.settings import Settings

SESSION_COOKIE = "SHOP_SESSION_TOKEN"
ANTI_FORGERY_COOKIE = "SF-CSRF-TOKEN"
ANTI_FORGERY_HEADER = "x-sf-csrf-token"
FACE = "/api/storefront"
# For so long a browser may remember what a preflight said; the longest that Chromium keeps.
PREFLIGHT_SECONDS = 7200
# What real stores send with every storefront answer [recorded].
STOREFRONT_HEADERS = (
    ("cache-control", "no-store, no-cache, must-revalidate"),
    ("pragma", "no-cache"),
    ("expires", "Thu, 19 Nov 1981 08:52:00 GMT"),
    ("x-content-type-options", "nosniff"),
    ("x-permitted-cross-domain-policies", "none"),
    ("x-frame-options", "deny"),
)


def anti_forgery_token(session_id: str) -> str:
    """The token that belongs to a session: 64 hex digits, which do not give the session away."""
    return sha256(f"anti-forgery/{session_id}".encode(errors="replace")).hexdigest()


def genuine(call: Call, settings: Settings) -> None:
    """Raises AccessRefused when a change comes from another site, or from a session without its token.

    A browser without a session has nothing that could be forged.
    """
    if not (settings.anti_forgery and call.writes and call.path.startswith(FACE)):
        return
    origin = call.headers.get("origin")
    if origin is not None and not _same_site(origin, call) and origin not in settings.allowed_origins:
        raise AccessRefused("forged")
    session_id = call.cookies.get(SESSION_COOKIE)
    if session_id is None:
        return
    sent = call.headers.get(ANTI_FORGERY_HEADER, "").encode(errors="replace")
    if not hmac.compare_digest(sent, anti_forgery_token(session_id).encode()):
        raise AccessRefused("forged")


def shared_headers(call: Call, settings: Settings) -> tuple[tuple[str, str], ...]:
    """What tells a browser that a page of an allowed site may read the answer."""
    if not settings.allowed_origins or not call.path.startswith(FACE):
        return ()
    varies = (("vary", "Origin"),)
    origin = call.headers.get("origin")
    if origin not in settings.allowed_origins:
        return varies
    return (*varies, ("access-control-allow-origin", origin), ("access-control-allow-credentials", "true"))


def preflight(call: Call, settings: Settings, methods: tuple[str, ...]) -> Answer | None:
    """The answer to a browser that asks before it asks; None when this is no such question, or not from there."""
    asked = call.headers.get("access-control-request-method")
    if call.method != "OPTIONS" or asked is None or call.headers.get("origin") not in settings.allowed_origins:
        return None
    if not call.path.startswith(FACE):
        return None
    headers = (
        ("access-control-allow-methods", ", ".join(methods)),
        ("access-control-allow-headers", call.headers.get("access-control-request-headers", "")),
        ("access-control-max-age", str(PREFLIGHT_SECONDS)),
    )
    return Answer(204, headers=(*shared_headers(call, settings), *(one for one in headers if one[1])))


def _same_site(origin: str, call: Call) -> bool:
    # Behind a proxy that speaks TLS the schemes differ; the host is what names a site here.
    try:
        return bool(urlsplit(origin).netloc) and urlsplit(origin).netloc == urlsplit(call.base_url).netloc
    except ValueError:
        return False
