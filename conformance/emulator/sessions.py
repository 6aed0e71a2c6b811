"""Browsers on the storefront, and the links that bring a server's cart into one."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Session(Struct, frozen=True, kw_only=True):
    """A browser on the storefront: its present cart, and all carts it ever had."""

    id: str
    checkout_id: str | None = None
    carts: tuple[str, ...] = ()


class RedirectToken(Struct, frozen=True, kw_only=True):
    """The secret in a redirect URL; it opens its cart in a browser, once."""

    token: str
    checkout_id: str
    made: datetime


def owns(session: Session | None, checkout_id: str) -> bool:
    """Whether a browser may see a checkout: only the one it holds."""
    return session is not None and session.checkout_id == checkout_id
