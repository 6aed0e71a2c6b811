"""The links that carry a cart made by a server into a shopper's browser."""

from __future__ import annotations

import time

import msgspec

from conformance.api import Answer
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.documents import Unreadable
from conformance.suite.faces import ServerFace

# Stores have refused a link for a cart that is only just made; half a second later they gave it.
LOOKS = 3
PAUSE = 0.5  # seconds


class Links(msgspec.Struct, frozen=True):
    """Where a shopper's browser finds the cart, and where its checkout; empty where the answer says nothing."""

    cart_url: str = ""
    checkout_url: str = ""


def ask_for_links(server: ServerFace, cart_id: str) -> Answer:
    """The answer to asking for a cart's links, asked again a moment later while it is refused."""
    answer = server.api.create_cart_redirect_url(cart_id)
    for _ in range(LOOKS):
        if answer.accepted:
            break
        time.sleep(PAUSE)
        answer = server.api.create_cart_redirect_url(cart_id)
    return answer


def links_in(answer: Answer) -> Links:
    """The links that an answer gives; raises :class:`Unreadable` when they are no texts."""
    try:
        return msgspec.convert(answer.data, Links)
    except msgspec.ValidationError as error:
        raise Unreadable(f"the links in the answer of {answer.operation}: {error}") from error


def link_to_cart(arrange: Arrange, server: ServerFace, cart_id: str) -> str:
    """The link that carries a cart into a session; raises :class:`Unarranged` when the store gives none."""
    return given(links_in(arrange.done(lambda: ask_for_links(server, cart_id))).cart_url)


def link_to_checkout(arrange: Arrange, server: ServerFace, cart_id: str) -> str:
    """The link that carries a checkout into a session; raises :class:`Unarranged` when the store gives none."""
    return given(links_in(arrange.done(lambda: ask_for_links(server, cart_id))).checkout_url)


def given(link: str) -> str:
    """The link; raises :class:`Unarranged` when the store gives none."""
    if not link:
        raise Unarranged("the store gives no link that carries the cart into a session")
    return link
