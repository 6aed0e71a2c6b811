# ruff: noqa: D101, D103 - handlers and forms are described by the operationId beside them
"""Paying for an order: accepted methods, access tokens, and the processing host."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.payments import (
    METHOD_ID,
    METHOD_NAME,
    STORED_TOKEN,
    Instrument,
)
from conformance.emulator.commerce.refusals import Refused, wrong_fields
from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.sources import digest
from conformance.emulator.surfaces.errors import problem
from conformance.emulator.surfaces.fields import Id, Named
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.showing import enveloped
from conformance.emulator.till import Till

# Documented: an access token lives for an hour.
TOKEN_SECONDS = 3600
BAD_TOKEN = 10001
server = Operations("server", "/stores/{store_hash}/v3/payments")
processing = Operations("payments", "/stores/{store_hash}")

Token = Annotated[str, Meta(min_length=64, max_length=64)]
Year = Annotated[int, Meta(ge=1000, le=9999)]
Month = Annotated[int, Meta(ge=1, le=12)]
VerificationValue = Annotated[str, Meta(min_length=3, max_length=4)]


InstrumentType = Literal[
    "card",
    "stored_card",
    "stored_paypal_account",
    "stored_bank_account",
    "gift_certificate",
    "store_credit",
    "tokenized_card",
]


class OrderForm(Struct):
    id: Id
    is_recurring: bool = False


class AccessTokenForm(Struct):
    order: OrderForm


class InstrumentForm(Struct):
    type: InstrumentType
    cardholder_name: Named | UnsetType = UNSET
    number: Named | UnsetType = UNSET
    expiry_month: Month | UnsetType = UNSET
    expiry_year: Year | UnsetType = UNSET
    verification_value: VerificationValue | UnsetType = UNSET
    issue_month: Month | UnsetType = UNSET
    issue_year: int | UnsetType = UNSET
    issue_number: int | UnsetType = UNSET
    token: Token | UnsetType = UNSET
    gift_certificate_code: Named | UnsetType = UNSET

    def instrument(self) -> Instrument:
        """Raises Refused when the instrument comes without what its type needs."""
        needed = {"card": self._card(), "gift_certificate": (self.gift_certificate_code,), "store_credit": ()}
        if any(isinstance(one, UnsetType) for one in needed.get(self.type, (self.token,))):
            raise wrong_fields(instrument=f"An instrument of type {self.type} lacks a required field")
        return Instrument(
            type=self.type,
            number="" if isinstance(self.number, UnsetType) else self.number,
            token="" if isinstance(self.token, UnsetType) else self.token,
        )

    def _card(self) -> tuple[str | int | UnsetType, ...]:
        return self.cardholder_name, self.number, self.expiry_month, self.expiry_year


class PaymentBody(Struct):
    instrument: InstrumentForm
    payment_method_id: Named
    save_instrument: bool = False


class PaymentForm(Struct):
    payment: PaymentBody


class Claims(Struct):
    """What an access token says."""

    exp: int
    sub: str
    data: dict[str, Any]


@server.on("POST", "/access_tokens", "createPaymentAccessToken")
def create_access_token(till: Till, call: Call) -> Answer:
    form = till.components.read(call.body, AccessTokenForm)
    order = till.policies.payable(till.order(form.order.id))
    return Answer(201, enveloped({"id": _signed(till, _claims(till, order))}))


@server.on("GET", "/methods", "getPaymentMethods")
def get_methods(till: Till, call: Call) -> Answer:
    order_id, checkout_id = call.argument("order_id"), call.argument("checkout_id")
    if order_id is not None:
        if not re.fullmatch("[0-9]{1,18}", order_id):
            raise wrong_fields(order_id="order_id must be an integer")
        till.policies.payable(till.order_numbered(order_id))
    elif checkout_id is not None:
        till.checkout(checkout_id)
    else:
        raise Refused("malformed", "order_id or checkout_id is required")
    return Answer(200, enveloped([_method()]))


@processing.on("POST", "/payments", "PaymentsPost")
def process_payment(till: Till, call: Call) -> Answer:
    claims = _verified(till, call)
    if claims is None:
        return problem(401, "Unauthorized", code=BAD_TOKEN)
    form = till.components.read(call.body, PaymentForm)
    order = till.order(claims.data["order_id"])
    till.policies.payable(order)
    till.policies.charge(form.payment.payment_method_id, form.payment.instrument.instrument())
    till.pay(order, METHOD_NAME)
    paid = {"id": till.uuid(), "transaction_type": "purchase", "status": "success"}
    return Answer(201, {"data": paid})


def _method() -> Json:
    stored = {
        "type": "stored_card",
        "brand": "VISA",
        "expiry_month": 12,
        "expiry_year": 2030,
        "issuer_identification_number": "411111",
        "last_4": "1111",
        "token": STORED_TOKEN,
        "is_default": True,
    }
    return {
        "id": METHOD_ID,
        "name": METHOD_NAME,
        "test_mode": True,
        "type": "card",
        "supported_instruments": [
            {"instrument_type": "VISA", "verification_value_required": True},
            {"instrument_type": "MASTERCARD", "verification_value_required": True},
            {"instrument_type": "STORED_CARD", "verification_value_required": False},
        ],
        "stored_instruments": [stored],
    }


def _claims(till: Till, order: Order) -> Json:
    issued = int(till.now().timestamp())
    return {
        "exp": issued + TOKEN_SECONDS,
        "nbf": issued,
        "iat": issued,
        "iss": "payments.bigcommerce.com",
        "sub": till.settings.store_hash,
        "jti": till.uuid(),
        "data": {
            "store_id": "1000",
            "order_id": order.id,
            "amount": int(order.quote.outstanding * 100),
            "currency": order.checkout.currency,
        },
    }


def _signed(till: Till, claims: Json) -> str:
    """A JSON web token over the claims, signed with a key that only this store has."""
    head = _packed({"typ": "JWT", "alg": "HS256"})
    signed = f"{head}.{_packed(claims)}"
    return f"{signed}.{_signature(till, signed)}"


def _verified(till: Till, call: Call) -> Claims | None:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    signed, _, signature = token.rpartition(".")
    if scheme.upper() != "PAT" or call.params["store_hash"] != till.settings.store_hash:
        return None
    if not hmac.compare_digest(_signature(till, signed).encode(), signature.encode(errors="replace")):
        return None
    claims = msgspec.json.decode(urlsafe_b64decode(_padded(signed.partition(".")[2])), type=Claims)
    # Stores side by side may sign with the same key; a token is good in the one that gave it.
    return claims if claims.sub == till.settings.store_hash and claims.exp > till.now().timestamp() else None


def _signature(till: Till, signed: str) -> str:
    key = digest(till.settings.seed, "payments", 0)
    made = hmac.new(key, signed.encode(errors="replace"), sha256).digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def _packed(document: Json) -> str:
    return urlsafe_b64encode(msgspec.json.encode(document)).rstrip(b"=").decode()


def _padded(part: str) -> str:
    return part + "=" * (-len(part) % 4)
