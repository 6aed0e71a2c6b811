"""A checkout in a state that fits an operation, and the ids in it put where a generated request needs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any

import httpx

from conformance.suite.arrange import Arrange, Unarranged, wanted_of, whole_cart
from conformance.suite.documents import Checkout, folded_name
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.people import ADA
from conformance.targets.provisioning import Lacking, Stock

# Operations that would be refused, and rightly, when the checkout already has what they add.
ADDING = {
    "addCheckoutConsignment": "consignments",
    "createCheckoutConsignment": "consignments",
    "addCheckoutCoupon": "coupon",
    "addCheckoutGiftCertificate": "gift certificate",
}
# The states that a checkout goes through; each has what the one before it has.
COMPLETE = "complete"
STATES = ("fresh", "addressed", "consigned", COMPLETE, "ordered")
# Path parameters name what only later states have.
EARLIEST = {
    "address_id": "addressed",
    "consignment_id": "consigned",
    "coupon_code": "complete",
    "gift_certificate_code": "complete",
}
PATH_PARAMETER = re.compile(r"\{(\w+)\}")
# Operations that can be done once, beside all that delete: the checkout is staged anew after each success.
CONSUMING = {"addCheckoutConsignment", "createCheckoutConsignment", "addCheckoutFees", "createCart"}
# What a request may leave out, and what would be refused for good reasons if it were made up.
OPTIONAL_TIES = {
    "version",
    "pickup_option",
    "customer_id",
    "channel_id",
    "currency",
    "custom_fields",
    "option_selections",
    "gift_wrapping",
}


# Operations that speak of a fee that is already there, and the member that holds its id.
FEE_MEMBERS = {"updateCheckoutFees": "id", "deleteCheckoutFees": "ids"}
FEE = {"type": "custom_fee", "name": "wrapping", "display_name": "Wrapping", "cost": 2, "source": "suite"}


# Operations whose requests call a line item's id just that.
NAMES_LINE_BY_ID = {"addCheckoutDiscount"}


@dataclass(frozen=True, slots=True)
class Known:
    """Ids and codes that exist on the staged checkout, by the (snake case) names that requests have for them."""

    values: Mapping[str, object]

    def path_parameters(self, names: Mapping[str, Any]) -> dict[str, str]:
        """A value for each path parameter; raises :class:`Unarranged` for one that nothing on the checkout has."""
        missing = [name for name in names if folded_name(name) not in self.values]
        if missing:
            raise Unarranged(f"nothing is staged for the path parameter {missing[0]}")
        return {name: str(self.values[folded_name(name)]) for name in names}

    def filled(self, document: Any) -> Any:
        """The document with known ids wherever it has a well-formed one; what is malformed stays as it is."""
        if isinstance(document, Mapping):
            kept = {name: value for name, value in document.items() if not self._tied(name, value)}
            return {name: self._member(name, value) for name, value in kept.items()}
        if isinstance(document, list):
            return [self.filled(each) for each in document]
        return document

    def _member(self, name: str, value: Any) -> Any:
        known = self.values.get(folded_name(name))
        if known is not None and well_formed(value, like=known):
            return known
        return self.filled(value)

    def _tied(self, name: str, value: Any) -> bool:
        if folded_name(name) not in OPTIONAL_TIES:
            return False
        whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return whole or isinstance(value, dict | list)


@dataclass(frozen=True, slots=True)
class Standing:
    """A staged checkout: the face in whose session it stands, the client of that session, and what exists on it."""

    face: Face
    client: httpx.Client
    known: Known


@dataclass(slots=True)
class Stage:
    """Stages checkouts for one operation. ``open_face`` gives a face in a fresh session, with its client."""

    operation_id: str
    open_face: Callable[[], tuple[Face, httpx.Client]]
    arrange: Arrange
    stock: Stock
    state: str = COMPLETE
    _standing: Standing | None = None

    @property
    def standing(self) -> Standing:
        """The checkout that stands ready; stages one when none does."""
        if self._standing is None:
            self._standing = self._set()
        return self._standing

    def used(self, *, accepted: bool) -> None:
        """Says that a request was sent; an accepted one that consumes the stage asks for a new one."""
        consumes = self.operation_id in CONSUMING or self.operation_id.startswith("delete")
        if accepted and consumes:
            self._standing = None

    def _set(self) -> Standing:
        face, client = self.open_face()
        items = [wanted_of(self.stock.product(0), quantity=2)]
        with suppress(Lacking):
            items.append(wanted_of(self.stock.product(1), quantity=2))
        checkout = self.arrange.checkout(face, *items)
        codes = self._brought_on(face, checkout)
        checkout = self.arrange.read(face, checkout.id, shipping_options=True)
        if self.operation_id in NAMES_LINE_BY_ID:
            codes["id"] = checkout.cart.items[0].id
        # The line that requests name is the first that is shown, which needn't be what was put in first.
        first = checkout.cart.items[0].product_id
        named = next((item for item in items if item.product_id == first), items[0])
        product = {"product_id": named.product_id, "variant_id": named.variant_id}
        return Standing(face, client, Known({**values_of(checkout), **codes, **product}))

    def _brought_on(self, face: Face, checkout: Checkout) -> dict[str, object]:
        """Brings a fresh checkout into the state of this stage; gives the codes and ids that exist on it then."""
        adding = ADDING.get(self.operation_id)
        codes: dict[str, object] = {}
        if self._has("addressed"):
            self.arrange.billed(face, checkout)
        if self._has("consigned") and adding != "consignments":
            consigned = self.arrange.consigned(face, checkout, whole_cart(checkout, ADA))
            if self._has("complete"):
                self.arrange.shipped(face, consigned)
        if self._has("complete") or adding in {"coupon", "gift certificate"}:
            codes |= self._codes(face, checkout, adding)
        codes |= self._fees(face, checkout)
        if self._has("ordered") and isinstance(face, ServerFace):
            api = face.api
            self.arrange.done(lambda: api.create_order(checkout.id))
        return codes

    def _has(self, state: str) -> bool:
        return STATES.index(self.state) >= STATES.index(state)

    def _fees(self, face: Face, checkout: Checkout) -> dict[str, object]:
        member = FEE_MEMBERS.get(self.operation_id)
        if member is None or not isinstance(face, ServerFace):
            return {}
        api = face.api
        answer = self.arrange.done(lambda: api.add_checkout_fees(checkout.id, [FEE]))
        fee_id = str(answer.data["fees"][0]["id"])
        return {member: [fee_id] if member == "ids" else fee_id}

    def _codes(self, face: Face, checkout: Checkout, adding: str | None) -> dict[str, object]:
        codes: dict[str, object] = {}
        # What the operation is about must be there: the documented example's code is no code of this store.
        with _unless("Coupon" in self.operation_id):
            codes["coupon_code"] = self.stock.coupon_code
            if adding != "coupon":
                self.arrange.done(lambda: face.add_coupon(checkout.id, self.stock.coupon_code))
        if isinstance(face, StorefrontFace):
            api = face.api
            with _unless("GiftCertificate" in self.operation_id):
                code = codes["gift_certificate_code"] = self.stock.gift_certificate_code
                if adding != "gift certificate":
                    self.arrange.done(lambda: api.add_checkout_gift_certificate(checkout.id, str(code)))
        return codes


def _unless(needed: bool) -> AbstractContextManager[None]:  # noqa: FBT001 - one word, said where it is asked
    """A context in which the lack of something is borne, unless it is needed."""
    return nullcontext() if needed else suppress(Lacking)


def states_of(path: str, operation_id: str, document: str) -> tuple[str, ...]:
    """The states in which an operation can be asked: those that have what its path names.

    Orders are made on the server face alone, and need the consignments that some operations are to add.
    """
    needed = [EARLIEST.get(folded_name(name), "fresh") for name in PATH_PARAMETER.findall(path)]
    earliest = max((STATES.index(state) for state in needed), default=0)
    orderable = document == "server" and ADDING.get(operation_id) != "consignments"
    latest = len(STATES) if orderable else STATES.index("ordered")
    return STATES[earliest:latest]


def values_of(checkout: Checkout) -> dict[str, object]:
    """The ids on a checkout by the names that requests have for them."""
    item = checkout.cart.items[0]
    values: dict[str, object] = {"cart_id": checkout.id, "checkout_id": checkout.id, "item_id": item.id}
    if checkout.cart.currency:
        values["currency_code"] = checkout.cart.currency.get("code")
    if "id" in checkout.billing:
        values["address_id"] = checkout.billing["id"]
    for consignment in checkout.consignments[:1]:
        values["consignment_id"] = consignment.id
        for option in (consignment.available_shipping_options or ())[:1]:
            values["shipping_option_id"] = option.id
    return values


def well_formed(value: object, *, like: object) -> bool:
    """Whether a generated id has the form of a real one, so that only its existence is in question."""
    if isinstance(like, list):
        return isinstance(value, list) and bool(value) and all(isinstance(each, str) and each for each in value)
    if isinstance(like, int):
        # 180.0 is an integer to JSON Schema, and generators know it.
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
        return number >= 1 and number == int(number)
    if not isinstance(value, str) or not isinstance(like, str) or not value:
        return False
    return len(value) <= max(len(like), CODE_LIMIT)


# Coupon codes have at most 50 characters; longer ones are a breach to be kept.
CODE_LIMIT = 50
