"""What a checkout costs: every amount that either surface shows, computed once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from conformance.emulator.commerce.checkout import Checkout, Consignment, LineItem
from conformance.emulator.commerce.coupons import SHIPPING_KINDS, Coupon
from conformance.emulator.commerce.money import ZERO, capped, cents, split
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.commerce.tax import Taxed, TaxRule

MANUAL_DISCOUNT = "manual-discount"
NOTHING = Taxed(ZERO, ZERO)


class LineShare(Struct, frozen=True):
    """The part of a discount that falls on a line or a consignment; `source`: a coupon code or manual-discount."""

    source: str
    amount: Decimal


class LineQuote(Struct, frozen=True, kw_only=True):
    """The amounts of one line, as the store enters its prices; `before` and `after` discounts of the order."""

    item_id: str
    list_price: Decimal
    sale_price: Decimal
    extended_list: Decimal
    extended_sale: Decimal
    discount: Decimal
    coupon: Decimal
    shares: tuple[LineShare, ...]
    before: Taxed
    after: Taxed


class ConsignmentQuote(Struct, frozen=True, kw_only=True):
    """What sending one consignment costs, before and after shipping coupons."""

    consignment_id: str
    before_discount: Taxed
    cost: Taxed
    coupons: tuple[LineShare, ...] = ()


class CouponQuote(Struct, frozen=True):
    """An applied coupon and what it takes off in all."""

    coupon: Coupon
    amount: Decimal


class CertificateQuote(Struct, frozen=True, kw_only=True):
    """How much of a gift certificate is used."""

    code: str
    balance: Decimal
    used: Decimal

    @property
    def remaining(self) -> Decimal:
        """What stays on the certificate."""
        return self.balance - self.used


class Quote(Struct, frozen=True, kw_only=True):
    """All amounts of a checkout."""

    included: bool
    tax_name: str
    lines: tuple[LineQuote, ...]
    consignments: tuple[ConsignmentQuote, ...]
    coupons: tuple[CouponQuote, ...]
    certificates: tuple[CertificateQuote, ...]
    base_amount: Decimal
    discount_amount: Decimal
    wrapping: Decimal
    subtotal: Taxed
    cart: Taxed
    shipping: Taxed
    shipping_before_discount: Taxed
    fee_amounts: tuple[Taxed, ...]
    fees: Taxed
    tax_total: Decimal
    grand_total: Decimal
    store_credit: Decimal

    @property
    def outstanding(self) -> Decimal:
        """What is left to pay after gift certificates and store credit."""
        return self.grand_total - sum((one.used for one in self.certificates), ZERO) - self.store_credit

    def shown(self, amount: Taxed) -> Decimal:
        """An amount as the storefront shows it: with tax where the store enters prices with tax."""
        return amount.inc if self.included else amount.ex

    def line(self, item_id: str) -> LineQuote:
        """The amounts of one line."""
        return next(one for one in self.lines if one.item_id == item_id)

    def consignment(self, consignment_id: str) -> ConsignmentQuote:
        """The amounts of one consignment."""
        return next(one for one in self.consignments if one.consignment_id == consignment_id)


def quote(checkout: Checkout, shop: Shop) -> Quote:
    """The price of a checkout. Tax is rounded per amount; the grand total is the sum of what is shown."""
    coupons = tuple(one for one in map(shop.coupon, checkout.coupons) if one is not None)
    lines = _lines(checkout, coupons, shop.tax)
    consignments = tuple(_consignment(one, coupons, shop.tax) for one in checkout.consignments)
    cart = _total(line.after for line in lines)
    shipping = _total(one.cost for one in consignments)
    fee_amounts = tuple(shop.tax.apply(fee.cost) for fee in checkout.fees)
    fees = _total(fee_amounts)
    wrapping = sum((line.wrapping.amount for line in checkout.lines if line.wrapping), ZERO)
    grand_total = cart.inc + shipping.inc + fees.inc + wrapping
    certificates = _certificates(checkout, grand_total, shop)
    left = grand_total - sum((one.used for one in certificates), ZERO)
    return Quote(
        included=shop.tax.included,
        tax_name=shop.tax.name,
        lines=lines,
        consignments=consignments,
        coupons=tuple(CouponQuote(one, _taken_off(one, checkout, lines, consignments)) for one in coupons),
        certificates=certificates,
        base_amount=sum((line.extended_list for line in lines), ZERO),
        discount_amount=_order_discount(lines),
        wrapping=wrapping,
        subtotal=_total(line.before for line in lines),
        cart=cart,
        shipping=shipping,
        shipping_before_discount=_total(one.before_discount for one in consignments),
        fee_amounts=fee_amounts,
        fees=fees,
        tax_total=cart.tax + shipping.tax + fees.tax,
        grand_total=grand_total,
        store_credit=_store_credit(checkout, left, shop),
    )


def _total(amounts: Iterable[Taxed]) -> Taxed:
    parts = tuple(amounts)
    return Taxed(sum((one.ex for one in parts), ZERO), sum((one.inc for one in parts), ZERO))


def _lines(checkout: Checkout, coupons: tuple[Coupon, ...], tax: TaxRule) -> tuple[LineQuote, ...]:
    manual = {one.item_id: one.amount for one in checkout.line_discounts}
    discounts = [capped(manual.get(line.id, ZERO), _extended(line)) for line in checkout.lines]
    sales = [_extended(line) - discount for line, discount in zip(checkout.lines, discounts, strict=True)]
    item_coupons = [_item_coupon(line, sale, coupons) for line, sale in zip(checkout.lines, sales, strict=True)]
    rest = [sale - coupon for sale, coupon in zip(sales, item_coupons, strict=True)]
    shares: list[list[LineShare]] = [[] for _ in checkout.lines]
    for name, amount in _order_discounts(checkout, coupons):
        parts = split(capped(amount, sum(rest, ZERO)), rest)
        rest = [left - part for left, part in zip(rest, parts, strict=True)]
        for held, part in zip(shares, parts, strict=True):
            if part:
                held.append(LineShare(name, part))
    return tuple(
        LineQuote(
            item_id=line.id,
            list_price=line.unit_price,
            sale_price=cents(sales[i] / line.quantity) if discounts[i] else line.unit_price,
            extended_list=_extended(line),
            extended_sale=sales[i],
            discount=discounts[i],
            coupon=item_coupons[i],
            shares=tuple(shares[i]),
            before=tax.apply(sales[i], taxable=line.taxable),
            after=tax.apply(rest[i], taxable=line.taxable),
        )
        for i, line in enumerate(checkout.lines)
    )


def _extended(line: LineItem) -> Decimal:
    return line.unit_price * line.quantity


def _item_coupon(line: LineItem, sale: Decimal, coupons: tuple[Coupon, ...]) -> Decimal:
    """What coupons that work on items take off a line; an overridden price is left out of promotions."""
    taken = ZERO
    for coupon in coupons:
        if line.price_overridden or not line.product_id or not coupon.covers(line.product_id):
            continue
        if coupon.type == "percentage_discount":
            taken += cents(sale * coupon.amount / 100)
        elif coupon.type == "per_item_discount":
            taken += coupon.amount * line.quantity
    return capped(taken, sale)


def _order_discounts(checkout: Checkout, coupons: tuple[Coupon, ...]) -> tuple[tuple[str, Decimal], ...]:
    totals = tuple((one.code, one.amount) for one in coupons if one.type in ("per_total_discount", "promotion"))
    manual = ((MANUAL_DISCOUNT, checkout.manual_discount),) if checkout.manual_discount else ()
    return manual + totals


def _order_discount(lines: tuple[LineQuote, ...]) -> Decimal:
    return sum((share.amount for line in lines for share in line.shares if share.source == MANUAL_DISCOUNT), ZERO)


def _consignment(consignment: Consignment, coupons: tuple[Coupon, ...], tax: TaxRule) -> ConsignmentQuote:
    full = consignment.option.cost if consignment.option else ZERO
    left = full
    shares: list[LineShare] = []
    for coupon in coupons:
        if coupon.type in SHIPPING_KINDS:
            taken = left if coupon.type == "free_shipping" else capped(coupon.amount, left)
            left -= taken
            shares.append(LineShare(coupon.code, taken))
    return ConsignmentQuote(
        consignment_id=consignment.id,
        before_discount=tax.apply(full),
        cost=tax.apply(left),
        coupons=tuple(shares),
    )


def _taken_off(
    coupon: Coupon, checkout: Checkout, lines: tuple[LineQuote, ...], consignments: tuple[ConsignmentQuote, ...]
) -> Decimal:
    if coupon.type in SHIPPING_KINDS:
        return sum((one.amount for held in consignments for one in held.coupons if one.source == coupon.code), ZERO)
    if coupon.type in ("per_total_discount", "promotion"):
        return sum((one.amount for line in lines for one in line.shares if one.source == coupon.code), ZERO)
    priced = zip(checkout.lines, lines, strict=True)
    return sum((_item_coupon(line, amounts.extended_sale, (coupon,)) for line, amounts in priced), ZERO)


def _certificates(checkout: Checkout, due: Decimal, shop: Shop) -> tuple[CertificateQuote, ...]:
    quotes: list[CertificateQuote] = []
    for code in checkout.gift_certificates:
        certificate = shop.gift_certificate(code)
        if certificate is not None:
            used = capped(certificate.balance, due)
            due -= used
            quotes.append(CertificateQuote(code=code, balance=certificate.balance, used=used))
    return tuple(quotes)


def _store_credit(checkout: Checkout, due: Decimal, shop: Shop) -> Decimal:
    customer = shop.customer(checkout.customer_id) if checkout.store_credit_applied else None
    return capped(customer.store_credit, due) if customer else ZERO
