"""What a checkout shows, to be compared with what it showed before."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from conformance.api import Answer
from conformance.suite.documents import Checkout, Unreadable, checkout_in, folded
from conformance.suite.faces import Face
from conformance.suite.people import kept
from conformance.suite.rules.money import HALF_A_CENT

# A well-formed id that no store gives: all its random digits are nought.
NOWHERE = "00000000-0000-4000-8000-000000000000"
# Far beyond what a catalog counts up to, and within 32 bits.
NO_SUCH_NUMBER = 2_000_000_011


def document(answer: Answer) -> dict[str, Any]:
    """The resource in an answer with snake case names, out of the list where a face lists one cart.

    Raises :class:`Unreadable` when the answer shows none.
    """
    shown = answer.data
    if isinstance(shown, list):
        shown = shown[0] if shown else None
    if not answer.accepted or not isinstance(shown, dict):
        raise Unreadable(f"{answer}, and shows no document")
    read: dict[str, Any] = folded(shown)
    return read


def cart_document(answer: Answer) -> dict[str, Any]:
    """The cart in an answer, by itself or inside its checkout."""
    shown = document(answer)
    inside: dict[str, Any] = shown.get("cart", shown)
    return inside


def listed(cart: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The lines of a kind (``custom_items``, ``gift_certificates``) in a cart's document."""
    lines: list[dict[str, Any]] = (cart.get("line_items") or {}).get(kind) or []
    return lines


def only(held: list[dict[str, Any]]) -> dict[str, Any]:
    """The one document of a list; an empty one, which says nothing, where there are others or none."""
    return held[0] if len(held) == 1 else {}


def exact(shown: object) -> Decimal | None:
    """An amount by its value, ``None`` for what is none."""
    try:
        return Decimal(str(shown))
    except InvalidOperation:
        return None


def discounts_shown(cart: dict[str, Any]) -> tuple[Decimal, ...]:
    """The discounts on a cart that its document shows in the documented places, but for those of nothing."""
    listed_amounts = [each.get("discounted_amount") for each in cart.get("discounts") or []]
    shown = [cart.get("discount_amount"), cart.get("manual_discount_amount"), *listed_amounts]
    return tuple(sorted(amount for each in shown if (amount := exact(each))))


def moment(document: dict[str, Any], name: str) -> datetime:
    """A time that a document shows; raises :class:`Unreadable` when it is none."""
    try:
        return datetime.fromisoformat(str(document.get(name)))
    except ValueError as error:
        raise Unreadable(f"`{name}` is no time that can be read") from error


def changed(before: Checkout, after: Checkout, *apart: str) -> list[str]:
    """What a checkout shows otherwise than before, in words, but for what is named ``apart``.

    Amounts may differ by half a cent, and the order of lines and consignments counts for nothing.
    """
    was, is_now = _parts(before), _parts(after)
    different = [name for name in was if name not in apart and was[name] != is_now[name]]
    amounts = {
        "grand total": after.grand_total - before.grand_total,
        "base amount": after.cart.base_amount - before.cart.base_amount,
    }
    return different + [name for name, by in amounts.items() if name not in apart and abs(by) > HALF_A_CENT]


def now(face: Face, checkout_id: str) -> Checkout:
    """The checkout as a face shows it after what was done; fails the check when it can't be read any more."""
    answer = face.read_checkout(checkout_id)
    if answer.refused:
        raise AssertionError(f"the checkout can't be read any more: {answer.status}")
    return checkout_in(answer)


def changed_on(face: Face, before: Checkout, *apart: str) -> list[str]:
    """What a face shows now otherwise than before; one that shows the checkout no more has changed all of it."""
    answer = face.read_checkout(before.id)
    if answer.refused:
        return [f"everything: it can't be read any more ({answer.status})"]
    return changed(before, checkout_in(answer), *apart)


def _parts(checkout: Checkout) -> dict[str, object]:
    lines = checkout.cart.line_items
    return {
        "items": {(item.id, item.product_id, item.variant_id, item.quantity) for item in checkout.cart.items},
        "custom items": sorted(f"{each.get('id')} {each.get('quantity')}" for each in lines.custom_items),
        "gift certificates for sale": sorted(str(each.get("id")) for each in lines.gift_certificates),
        "currency": (checkout.cart.currency or {}).get("code"),
        "coupons": sorted(checkout.coupon_codes),
        "gift certificates": sorted(each.code for each in checkout.gift_certificates),
        "message": checkout.customer_message or "",
        "billing address": kept(checkout.billing),
        "consignments": {
            (
                each.id,
                str(kept(each.shipping_address or {})),
                frozenset(each.line_item_ids),
                each.selected_shipping_option.id if each.selected_shipping_option else None,
            )
            for each in checkout.consignments
        },
    }
