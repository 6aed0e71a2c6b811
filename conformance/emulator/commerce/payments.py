"""The test gateway: which cards it takes."""

from __future__ import annotations

from msgspec import Struct

METHOD_ID = "emulator.card"
METHOD_NAME = "Emulator test gateway"
GOOD_CARD = "4111111111111111"
DECLINED_CARD = "4000000000000002"
STORED_TOKEN = "5e0d" * 16


class PaymentRefused(Exception):
    """The gateway did not take the payment. `code` as the payments documentation lists it."""

    def __init__(self, title: str, code: int) -> None:
        super().__init__(title)
        self.title = title
        self.code = code


class Instrument(Struct, frozen=True, kw_only=True):
    """What a payment is made with: a card `number` or the `token` of something stored."""

    type: str
    number: str = ""
    token: str = ""


def charge(method_id: str, instrument: Instrument) -> None:
    """Takes the money, or raises PaymentRefused. Only this gateway's test card and stored card work."""
    if method_id != METHOD_ID:
        raise PaymentRefused("The payment method is not available.", 30102)
    if instrument.type == "card" and instrument.number == GOOD_CARD:
        return
    if instrument.type == "stored_card" and instrument.token == STORED_TOKEN:
        return
    if instrument.type == "card" and instrument.number == DECLINED_CARD:
        raise PaymentRefused("The payment was declined.", 30051)
    raise PaymentRefused("The payment instrument is not valid.", 30050)
