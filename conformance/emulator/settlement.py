"""What a payment uses up: stock, coupons, certificates, store credit. It issues the certificates that were bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.money import ZERO

if TYPE_CHECKING:
    from conformance.emulator.commerce.checkout import LineItem
    from conformance.emulator.commerce.orders import Order
    from conformance.emulator.till import Till

# Long enough that nobody guesses one, short enough to be typed; the documented limit of a code is 50.
CODE_DIGITS = 12
# A certificate line may say any quantity; nobody needs more codes than this from one order.
MOST_ISSUED = 100


def settle(till: Till, order: Order) -> None:
    """Takes what a paid order has used from where it was kept, and issues the gift certificates in it."""
    _spend(till, order)
    for used in order.quote.coupons:
        coupon = till.coupon(used.coupon.code) if used.amount else None
        if coupon is not None:
            till.documents.put("coupon", str(coupon.id), replace(coupon, num_uses=coupon.num_uses + 1))
    for line in order.checkout.lines:
        _take_from_stock(till, line)
        if line.certificate is not None:
            for _ in range(min(line.quantity, MOST_ISSUED)):
                _issue(till, order, line)


def _spend(till: Till, order: Order) -> None:
    for used in order.quote.certificates:
        held = till.gift_certificate(used.code)
        if held is not None:
            left = replace(held, balance=max(ZERO, held.balance - used.used))
            till.documents.put("gift certificate", str(held.id), left)
    customer = till.customer(order.checkout.customer_id)
    if customer is not None and order.quote.store_credit:
        poorer = replace(customer, store_credit=max(ZERO, customer.store_credit - order.quote.store_credit))
        till.documents.put("customer", str(customer.id), poorer)


def _take_from_stock(till: Till, line: LineItem) -> None:
    product = till.product(line.product_id)
    if product is None:
        return
    variants = tuple(
        replace(one, stock=max(0, one.stock - line.quantity))
        if one.id == line.variant_id and one.stock is not None
        else one
        for one in product.variants
    )
    stock = None if product.stock is None else max(0, product.stock - line.quantity)
    after = replace(product, stock=stock, variants=variants)
    if after != product:
        till.documents.put("product", str(product.id), after)


def _issue(till: Till, order: Order, line: LineItem) -> None:
    said = line.certificate
    assert said is not None  # noqa: S101 - only called for such lines
    number = till.number("gift certificate")
    made = GiftCertificate(
        id=number,
        code=till.token()[:CODE_DIGITS].upper(),
        amount=line.unit_price,
        balance=line.unit_price,
        to_name=said.recipient.name,
        to_email=said.recipient.email,
        from_name=said.sender.name,
        from_email=said.sender.email,
        message=said.message,
        customer_id=order.checkout.customer_id,
        order_id=order.id,
        currency_code=order.checkout.currency,
        purchased=till.now(),
    )
    till.documents.put("gift certificate", str(number), made)
