"""Browsers on the storefront, and the links that bring a server's cart into one."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from conformance.emulator.commerce.refusals import TooManyTries

# Documented: a shopper may try so many different gift certificate codes in an hour.
MOST_CODES = 20
TRYING_SPAN = timedelta(hours=1)


class TriedCode(Struct, frozen=True):
    """A gift certificate code that a shopper has entered, and when for the first time."""

    code: str
    at: datetime


class Session(Struct, frozen=True, kw_only=True):
    """A browser on the storefront: its present cart, all carts it ever had, the certificate codes it has tried."""

    id: str
    checkout_id: str | None = None
    carts: tuple[str, ...] = ()
    tried: tuple[TriedCode, ...] = ()


class RedirectToken(Struct, frozen=True, kw_only=True):
    """The secret in a redirect URL; it opens its cart in a browser, once."""

    token: str
    checkout_id: str
    made: datetime


def trying(session: Session, code: str, now: datetime) -> Session:
    """The session after one more gift certificate code. Raises TooManyTries beyond 20 different ones an hour."""
    recent = tuple(one for one in session.tried if now - one.at < TRYING_SPAN)
    if any(one.code == code for one in recent):
        return session
    if len(recent) >= MOST_CODES:
        raise TooManyTries(f"At most {MOST_CODES} different gift certificate codes can be tried in an hour")
    return replace(session, tried=(*recent, TriedCode(code, now)))


def owns(session: Session | None, checkout_id: str) -> bool:
    """Whether a browser may see a checkout: only the one it holds."""
    return session is not None and session.checkout_id == checkout_id
