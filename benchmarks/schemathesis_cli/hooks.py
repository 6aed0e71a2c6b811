"""Hooks that Schemathesis loads: requests reach checkouts that exist, documented business refusals are no findings.

The face to test and the place of the emulator come from the environment (``CONFORMANCE_FACE``,
``CONFORMANCE_BASE``), because Schemathesis imports this module in a process of its own.
"""

from __future__ import annotations

import os
import random
import re
from contextlib import nullcontext
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import schemathesis
from schemathesis.core.parameters import ParameterLocation

from benchmarks.schemathesis_cli.refusals import REFUSALS
from conformance.api import ManagementApi, ServerApi, StorefrontApi
from conformance.suite.arrange import Arrange
from conformance.suite.documents import Unreadable, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.properties.staging import Known, Stage, values_of
from conformance.targets.provisioning import Stock

FACE = os.environ.get("CONFORMANCE_FACE", "server")
BASE = os.environ.get("CONFORMANCE_BASE", "")
TOKEN = os.environ.get("CONFORMANCE_TOKEN", "")
STORE = f"{BASE}/stores/emulator"
SESSIONS: list[Any] = []
# The requests that a link has led to a checkout.
LED: set[str] = set()
# The cookies of the session that each cart of a walk was made in, by the cart's id.
WALKED: dict[str, dict[str, str]] = {}
# Settings that may forbid what all later requests are about.
PURCHASING = {"updateGlobalCartSettings", "updateChannelCartSettings"}
# Settings and metafields of the whole store need no checkout.
NEEDS_NO_CHECKOUT = re.compile("Settings|CartsMetafields")


@cache
def stock() -> Stock:
    """What may be used of the store."""
    management = ManagementApi(httpx.Client(), f"{STORE}/v3", f"{STORE}/v2", TOKEN)
    codes = random.Random(FACE)  # noqa: S311 - codes, not secrets
    return Stock(management, {}, lambda: UUID(int=codes.getrandbits(128)), may_make=True)


@cache
def stage(operation_id: str) -> Stage:
    """A stage for one operation, kept from case to case."""
    return Stage(operation_id, open_face, Arrange(stock(), nullcontext), stock())


def open_face() -> tuple[Face, httpx.Client]:
    """The face under test, in a fresh session."""
    client = httpx.Client()
    if FACE == "server":
        return ServerFace(ServerApi(client, f"{STORE}/v3", TOKEN)), client
    storefront = StorefrontApi(client, BASE)
    storefront.open_session()
    return StorefrontFace(storefront), client


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Puts a request onto a checkout that exists, unless a link has led it to one."""
    del context
    operation_id = case.operation.definition.raw.get("operationId", "")
    if case.meta is None or NEEDS_NO_CHECKOUT.search(operation_id):
        return
    if case.meta.phase.name.value == "stateful":
        known = _known_of(case)
        if known is not None:
            # Random ids exist nowhere: a checkout that does was handed over by a link.
            LED.update({case.id} if _checkout_of(case) else set())
            _fill(case, known)
            _dress(case, WALKED.get(_checkout_of(case), {}))
            return
    SESSIONS.append(kwargs.get("session"))
    standing = stage(operation_id).standing
    if not case.meta.is_negative_at(ParameterLocation.PATH):
        there = standing.known.values
        case.path_parameters = {
            name: str(there[_folded(name)]) if _folded(name) in there else value
            for name, value in (case.path_parameters or {}).items()
        }
    _fill(case, standing.known)
    if FACE == "storefront":
        _dress(case, {cookie.name: cookie.value or "" for cookie in standing.client.cookies.jar})


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Asks for a new checkout once a request has used one up, and forgets the cookies of this one.

    Schemathesis keeps one jar for the whole run; a probe without credentials would be sent with a shopper's.
    """
    del context
    while SESSIONS:
        session = SESSIONS.pop()
        if session is not None:
            session.cookies.clear()
    operation_id = case.operation.definition.raw.get("operationId", "")
    accepted = 200 <= response.status_code < 300  # noqa: PLR2004 - the success class
    stage(operation_id).used(accepted=accepted)
    if FACE == "storefront" and operation_id == "createCart" and accepted:
        jar = SimpleCookie()
        for line in response.headers.get("set-cookie", []):
            jar.load(line)
        WALKED[response.json()["id"]] = {name: morsel.value for name, morsel in jar.items()}
    _note(case, operation_id, response.status_code)
    if accepted and operation_id in PURCHASING:
        _allow_purchasing()


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Keeps every failure but three kinds.

    A well-formed request may be refused for a documented reason of business. The storefront face ignores an
    `include` that it doesn't know, as recorded traffic shows. A shopper's session holds one cart, so that a second
    one takes the first one's place.
    """
    del context
    kind = type(failure).__name__
    if kind == "RejectedPositiveData":
        return not any(re.search(pattern, response.text) for pattern in REFUSALS)
    if kind == "EnsureResourceAvailability":
        return FACE != "storefront"
    if kind == "AcceptedNegativeData" and FACE == "storefront":
        return not case.meta.is_negative_at(ParameterLocation.QUERY) or "include" not in (case.query or {})
    return True


def _allow_purchasing() -> None:
    """Puts the store's and its channel's settings back, whatever was generated for them."""
    settings, token = f"{STORE}/v3/carts/settings", {"X-Auth-Token": TOKEN}
    httpx.put(settings, json={"allow_purchasing": True}, headers=token).raise_for_status()
    httpx.put(f"{settings}/channels/1", json={"allow_purchasing": None}, headers=token).raise_for_status()


def _note(case: Any, operation_id: str, status: int) -> None:
    """Writes down what became of a request, for the summary: phase, mode, operation, status."""
    if path := os.environ.get("CONFORMANCE_NOTES"):
        meta = case.meta
        phase, mode = (meta.phase.name.value, meta.generation.mode.value) if meta else ("", "")
        phase = "link" if case.id in LED else phase
        with Path(path).open("a", encoding="utf-8") as notes:
            notes.write(f"{phase}\t{mode}\t{operation_id}\t{status}\n")


def _fill(case: Any, known: Known) -> None:
    if case.meta.is_negative_at(ParameterLocation.BODY) or not isinstance(case.body, dict | list):
        return
    case.body = known.filled(case.body)


def _known_of(case: Any) -> Known | None:
    """What is on the checkout that a link led to; only the store's products where no checkout is meant.

    ``None`` where a walk begins on a checkout that doesn't exist: the request then goes to a staged one.
    """
    product = stock().product(0)
    values: dict[str, object] = {"product_id": product.id, "variant_id": product.variant_ids[0]}
    values["coupon_code"] = stock().coupon_code
    values["gift_certificate_code"] = stock().gift_certificate_code
    if checkout_id := _checkout_of(case):
        face, client = open_face()
        client.cookies.update(WALKED.get(checkout_id, {}))
        try:
            values |= values_of(checkout_in(face.read_checkout(str(checkout_id), shipping_options=True)))
        except (Unreadable, IndexError):
            return None
        finally:
            client.close()
    return Known(values)


def _checkout_of(case: Any) -> str:
    parameters = case.path_parameters or {}
    return str(parameters.get("checkoutId") or parameters.get("cartId") or "")


def _dress(case: Any, cookies: dict[str, str]) -> None:
    """Sends a request in the session that these cookies are of."""
    if not cookies:
        return
    case.cookies = {**(case.cookies or {}), **cookies}
    # The session was opened, not made up: the check of credentials must take it away before it looks.
    case._has_explicit_auth = True  # noqa: SLF001 - what Schemathesis' own auth providers set
    case.headers = {**(case.headers or {}), "x-sf-csrf-token": cookies.get("SF-CSRF-TOKEN", "")}


def _folded(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
