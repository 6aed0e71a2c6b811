"""Rules on answers as such, whatever they answer: headers, envelopes, names of members, kinds of values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from conformance.verdict import Exchange

HUMPED = re.compile(r"[a-z0-9][A-Z]")
UNDERSCORED = re.compile(r"[A-Za-z0-9]_[A-Za-z0-9]")
FIRST_REFUSAL = 400
NO_CONTENT = 204
# Real stores write the first two in camelCase in the middle of snake_case (facts 4); the others are documented so.
HUMPED_ANYWAY = {
    "nameId",
    "valueId",
    "checkoutToken",
    "maxUses",
    "discountAmount",
    "discountType",
    "expiresDate",
    "shippingAddress",
    "totalDiscount",
}
TIMES = {"created_time", "updated_time", "createdTime", "updatedTime"}
AMOUNTS = re.compile(
    r"(base|discount|cart|discounted|coupon)_?amount(_inc_tax|_ex_tax)?|subtotal(_inc_tax|_ex_tax)?|grand_?total"
    r"|tax_?total|outstanding_?balance|(extended_?)?(list|sale)_?price|(shipping|handling)_?cost(_?total)?(_inc_tax|_ex_tax)?",
    re.IGNORECASE,
)
# Their prices are documented as texts; the few records that hold one write numbers.
CUSTOM_ITEMS = {"custom_items", "customItems"}
FACES = {"server", "storefront"}


@dataclass(frozen=True)
class Reply:
    """An answer as such: its face, status and headers, and its body where that is JSON (else ``None``)."""

    exchange: Exchange
    status: int
    body: Any

    @property
    def surface(self) -> str:
        """The face that answered."""
        return self.exchange.surface

    @property
    def shows(self) -> bool:
        """Whether it shows something on one of the two faces."""
        promised = self.status < FIRST_REFUSAL and self.status != NO_CONTENT
        return self.body is not None and self.surface in FACES and promised

    @cached_property
    def members(self) -> tuple[tuple[str, Any], ...]:
        """Every member of every object in the body, by name and value."""
        return tuple(_members(self.body))

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        response = self.exchange.response
        return response.header(name) if response else None


# ``None``: nothing to look at. An empty tuple: the rule holds. Else the reasons why it does not.
AnswerRule = Callable[[Reply], tuple[str, ...] | None]


def reply_of(exchange: Exchange) -> Reply | None:
    """The answer of an exchange; ``None`` where there was none."""
    response = exchange.response
    if response is None:
        return None
    body = None
    if response.body and "json" in (response.header("content-type") or ""):
        try:
            body = json.loads(response.body)
        except ValueError:
            body = None
    return Reply(exchange, response.status, body)


def refusals_repeat_their_status(reply: Reply) -> tuple[str, ...] | None:
    """``error-status-is-repeated``: a status in the body of a refusal is that of the answer, as number or text."""
    if reply.body is None or reply.status < FIRST_REFUSAL:
        return None
    told = [each["status"] for each in _objects(reply.body) if "status" in each]
    if not told:
        return None
    same = all(str(each) == str(reply.status) for each in told)
    return () if same else ("the status in the body is another one than that of the answer",)


def server_answers_are_wrapped(reply: Reply) -> tuple[str, ...] | None:
    """``server-answers-are-wrapped``: what the server face shows stands in ``data``, with ``meta`` beside it."""
    if not reply.shows or reply.surface != "server":
        return None
    body = reply.body
    if isinstance(body, dict) and "checkoutToken" in body:
        # No cart and no checkout, and documented without a wrapper.
        return None
    whole = isinstance(body, dict) and "data" in body and isinstance(body.get("meta", {}), dict | list)
    return () if whole else ("what is shown does not stand in `data`",)


def storefront_answers_are_bare(reply: Reply) -> tuple[str, ...] | None:
    """``storefront-answers-are-bare``: what the storefront shows is the answer itself."""
    if not reply.shows or reply.surface != "storefront":
        return None
    body = reply.body
    return ("what is shown stands in `data`",) if isinstance(body, dict) and "data" in body else ()


def server_members_are_snake_case(reply: Reply) -> tuple[str, ...] | None:
    """``server-members-are-snake-case``."""
    return _named(reply, "server", lambda name: bool(HUMPED.search(name)) and name not in HUMPED_ANYWAY)


def storefront_members_are_camel_case(reply: Reply) -> tuple[str, ...] | None:
    """``storefront-members-are-camel-case``."""
    return _named(reply, "storefront", lambda name: bool(UNDERSCORED.search(name)))


def quota_holds_what_is_left(reply: Reply) -> tuple[str, ...] | None:
    """``rate-limit-left-within-quota``: whole numbers, and never more left than the quota allows."""
    return _headers(reply, "x-rate-limit-requests-left", "x-rate-limit-requests-quota")


def window_holds_its_end(reply: Reply) -> tuple[str, ...] | None:
    """``rate-limit-reset-within-window``: whole numbers, and never longer to wait than the window is."""
    return _headers(reply, "x-rate-limit-time-reset-ms", "x-rate-limit-time-window-ms")


def no_content_is_empty(reply: Reply) -> tuple[str, ...] | None:
    """``no-content-is-empty``: an answer 204 has no body, and none is announced."""
    if reply.status != NO_CONTENT:
        return None
    response, announced = reply.exchange.response, reply.header("content-length") or "0"
    return () if not (response and response.body) and announced == "0" else ("an answer 204 has a body",)


def times_name_their_zone(reply: Reply) -> tuple[str, ...] | None:
    """``times-name-their-zone``: times of carts and checkouts are ISO 8601 with an offset."""
    if not reply.shows:
        return None
    times = [value for name, value in reply.members if name in TIMES and value is not None]
    if not times:
        return None
    return () if all(_is_time(each) for each in times) else ("a time is not written as ISO 8601 with its offset",)


def amounts_are_numbers(reply: Reply) -> tuple[str, ...] | None:
    """``amounts-are-numbers``: money on carts and checkouts is written as a JSON number."""
    if not reply.shows:
        return None
    amounts = [value for name, value in _members(reply.body, CUSTOM_ITEMS) if AMOUNTS.fullmatch(name)]
    if not amounts:
        return None
    return ("an amount is written as a text",) if any(isinstance(each, str) for each in amounts) else ()


def versions_are_counted_from_one(reply: Reply) -> tuple[str, ...] | None:
    """``version-is-positive``: where a cart or a checkout shows a version, it is a whole number above 0."""
    if not reply.shows:
        return None
    versions = [value for name, value in reply.members if name == "version" and value is not None]
    if not versions:
        return None
    return () if all(type(each) is int and each > 0 for each in versions) else ("a version is no number above 0",)


def session_answers_are_not_public(reply: Reply) -> tuple[str, ...] | None:
    """``storefront-answers-are-not-public``: no cache that several shoppers share may keep what a session sees."""
    told = (reply.header("cache-control") or "").lower()
    if reply.surface != "storefront" or not told:
        return None
    return ("caches that shoppers share may keep the answer",) if "public" in told or "s-maxage" in told else ()


# Every rule by the requirement that it judges.
ANSWERS: dict[str, AnswerRule] = {
    "error-status-is-repeated": refusals_repeat_their_status,
    "server-answers-are-wrapped": server_answers_are_wrapped,
    "storefront-answers-are-bare": storefront_answers_are_bare,
    "server-members-are-snake-case": server_members_are_snake_case,
    "storefront-members-are-camel-case": storefront_members_are_camel_case,
    "rate-limit-left-within-quota": quota_holds_what_is_left,
    "rate-limit-reset-within-window": window_holds_its_end,
    "no-content-is-empty": no_content_is_empty,
    "times-name-their-zone": times_name_their_zone,
    "amounts-are-numbers": amounts_are_numbers,
    "version-is-positive": versions_are_counted_from_one,
    "storefront-answers-are-not-public": session_answers_are_not_public,
}


def _objects(body: Any) -> list[dict[str, Any]]:
    return [each for each in (body if isinstance(body, list) else [body]) if isinstance(each, dict)]


def _members(body: Any, apart: Container[str] = ()) -> Iterator[tuple[str, Any]]:
    """Every member of every object in the body, by name and value, without what stands below names set apart."""
    if isinstance(body, dict):
        for name, value in body.items():
            yield name, value
            yield from () if name in apart else _members(value, apart)
    elif isinstance(body, list):
        for each in body:
            yield from _members(each, apart)


def _named(reply: Reply, surface: str, wrong: Callable[[str], bool]) -> tuple[str, ...] | None:
    if not reply.shows or reply.surface != surface:
        return None
    found = sorted({name for name, _ in reply.members if wrong(name)})
    return (f"members are not named as this face names them: {', '.join(found[:5])}",) if found else ()


def _headers(reply: Reply, smaller: str, larger: str) -> tuple[str, ...] | None:
    less, more = reply.header(smaller), reply.header(larger)
    if less is None or more is None:
        return None
    whole = less.isdecimal() and more.isdecimal()
    return () if whole and int(less) <= int(more) else (f"`{smaller}` and `{larger}` contradict each other",)


def _is_time(value: object) -> bool:
    try:
        return datetime.fromisoformat(str(value)).tzinfo is not None
    except ValueError:
        return False
