"""What a checkout costs: every amount that either surface shows, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from conformance.emulator.commerce.checkout import Checkout, Consignment
from conformance.emulator.commerce.coupons import SHIPPING_KINDS, Coupon
from conformance.emulator.commerce.discounts import (
    MANUAL_DISCOUNT,
    LineShare,
    Reduced,
    reduced,
    shipping_reductions,
)
from conformance.emulator.commerce.money import ZERO, capped, cents, total
from conformance.emulator.commerce.offers import coupon_works, working_promotions
from conformance.emulator.commerce.promotions import Promotion
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.commerce.tax import (
    GOODS,
    NOTHING,
    SHIPPING,
    WRAPPING,
    Taxed,
    TaxRule,
    TaxShare,
    by_name,
    together,
)


class LineQuote(Struct, frozen=True, kw_only=True):
    """The amounts of one line.

    As the store enters its prices: `list_price`, `extended_list`, `discount` (on the item itself), `coupon`,
    `shares` (of discounts on the order). As it shows them: `sale_price`, `comparison` and their extended forms.
    From both sides: `before` and `after` the discounts on the order and coupons, `wrapping`.
    """

    item_id: str
    list_price: Decimal
    extended_list: Decimal
    discount: Decimal
    coupon: Decimal
    coupons: tuple[LineShare, ...]
    shares: tuple[LineShare, ...]
    comparison: Decimal
    extended_comparison: Decimal
    sale_price: Decimal
    extended_sale: Decimal
    before: Taxed
    after: Taxed
    wrapping: Taxed


class ConsignmentQuote(Struct, frozen=True, kw_only=True):
    """What sending one consignment costs, before and after promotions and shipping coupons; handling apart."""

    consignment_id: str
    before_discount: Taxed
    cost: Taxed
    handling: Taxed
    coupons: tuple[LineShare, ...] = ()
    promotions: tuple[LineShare, ...] = ()


class CouponQuote(Struct, frozen=True):
    """An applied coupon and what it takes off in all: nothing while it doesn't work."""

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
    taxes: tuple[TaxShare, ...]
    lines: tuple[LineQuote, ...]
    consignments: tuple[ConsignmentQuote, ...]
    coupons: tuple[CouponQuote, ...]
    certificates: tuple[CertificateQuote, ...]
    base_amount: Decimal
    discount_amount: Decimal
    manual_discount: Decimal
    wrapping: Taxed
    subtotal: Taxed
    cart: Taxed
    shipping: Taxed
    shipping_before_discount: Taxed
    handling: Taxed
    fee_amounts: tuple[Taxed, ...]
    fees: Taxed
    tax_total: Decimal
    grand_total: Decimal
    store_credit: Decimal

    @property
    def outstanding(self) -> Decimal:
        """What is left to pay after gift certificates and store credit."""
        return self.grand_total - total(one.used for one in self.certificates) - self.store_credit

    def shown(self, amount: Taxed) -> Decimal:
        """An amount as the storefront shows it: with tax where the store shows prices with tax."""
        return amount.inc if self.included else amount.ex

    def line(self, item_id: str) -> LineQuote:
        """The amounts of one line."""
        return next(one for one in self.lines if one.item_id == item_id)

    def consignment(self, consignment_id: str) -> ConsignmentQuote:
        """The amounts of one consignment."""
        return next(one for one in self.consignments if one.consignment_id == consignment_id)


def quote(checkout: Checkout, shop: Shop) -> Quote:
    """The price of a checkout now. The grand total and the tax total are in cents, whatever is kept inside."""
    tax = shop.tax
    held = tuple(one for one in map(shop.coupon, checkout.coupons) if one is not None)
    working = tuple(one for one in held if coupon_works(one, checkout, shop))
    promotions = working_promotions(checkout, shop.promotions, shop.now())
    lines = tuple(_line(one, checkout, tax) for one in reduced(checkout, promotions, working, tax))
    consignments = _consignments(checkout, promotions, working, tax)
    fee_amounts = _fees(checkout, tax)
    cart, fees = together(line.after for line in lines), together(fee_amounts)
    wrapping = together(line.wrapping for line in lines)
    shipping, handling = together(one.cost for one in consignments), together(one.handling for one in consignments)
    whole = together((cart, shipping, handling, fees, wrapping))
    grand_total = cents(whole.inc)
    certificates = _certificates(checkout, grand_total, shop)
    return Quote(
        included=tax.included,
        taxes=_taxes(whole, checkout, tax),
        lines=lines,
        consignments=consignments,
        coupons=tuple(CouponQuote(one, _taken_off(one, lines, consignments)) for one in held),
        certificates=certificates,
        base_amount=total(line.extended_list for line in lines),
        discount_amount=_order_discount(lines),
        manual_discount=total(one.amount for line in lines for one in line.shares if one.source == MANUAL_DISCOUNT),
        wrapping=wrapping,
        subtotal=together(line.before for line in lines),
        cart=cart,
        shipping=shipping,
        shipping_before_discount=together(one.before_discount for one in consignments),
        handling=handling,
        fee_amounts=fee_amounts,
        fees=fees,
        tax_total=cents(whole.tax),
        grand_total=grand_total,
        store_credit=_store_credit(checkout, grand_total - total(one.used for one in certificates), shop),
    )


def _fees(checkout: Checkout, tax: TaxRule) -> tuple[Taxed, ...]:
    country = _country(checkout)
    return tuple(
        tax.apply(fee.cost, taxable=tax.fees_taxed, tax_class_id=fee.tax_class_id or GOODS, country_code=country)
        for fee in checkout.fees
    )


def _country(checkout: Checkout, item_id: str = "") -> str:
    """The country that taxes a line: where it goes, else of the first consignment, else of the billing address."""
    place = checkout.place_of(item_id) if item_id else None
    named = [one.address for one in checkout.consignments if one.id == place]
    addresses = (*named, *(one.address for one in checkout.consignments), checkout.billing_address)
    return next((one.country_code for one in addresses if one is not None and one.country_code), "")


def _line(one: Reduced, checkout: Checkout, tax: TaxRule) -> LineQuote:
    line = one.line
    country = _country(checkout, line.id)

    def taxed(amount: Decimal) -> Taxed:
        return tax.apply(amount, taxable=line.taxable, tax_class_id=line.tax_class_id, country_code=country)

    def shown(amount: Decimal) -> Decimal:
        return taxed(amount).inc if tax.included else taxed(amount).ex

    wrapped = line.wrapping.amount if line.wrapping else ZERO
    return LineQuote(
        item_id=line.id,
        list_price=tax.kept(line.unit_price),
        extended_list=one.extended,
        discount=one.discount,
        coupon=one.coupon,
        coupons=one.coupons,
        shares=one.shares,
        comparison=shown(line.unit_price),
        extended_comparison=shown(one.extended),
        sale_price=shown(one.sale / line.quantity if one.discount else line.unit_price),
        extended_sale=shown(one.sale),
        before=taxed(one.sale),
        after=taxed(one.rest),
        wrapping=tax.apply(wrapped, taxable=tax.wrapping_taxed, tax_class_id=WRAPPING, country_code=country),
    )


def _consignments(
    checkout: Checkout, promotions: Sequence[Promotion], coupons: Sequence[Coupon], tax: TaxRule
) -> tuple[ConsignmentQuote, ...]:
    costs = [one.option.cost if one.option else ZERO for one in checkout.consignments]
    reductions = shipping_reductions(costs, promotions, coupons)
    held = zip(checkout.consignments, costs, reductions, strict=True)
    return tuple(_consignment(one, cost, shares, tax) for one, cost, shares in held)


def _consignment(
    consignment: Consignment, cost: Decimal, shares: tuple[LineShare, ...], tax: TaxRule
) -> ConsignmentQuote:
    country = consignment.address.country_code if consignment.address else ""

    def taxed(amount: Decimal) -> Taxed:
        return tax.apply(amount, taxable=tax.shipping_taxed, tax_class_id=SHIPPING, country_code=country)

    return ConsignmentQuote(
        consignment_id=consignment.id,
        before_discount=taxed(cost),
        cost=taxed(cost - total(one.amount for one in shares)),
        handling=taxed(consignment.option.handling) if consignment.option else NOTHING,
        coupons=tuple(one for one in shares if not one.automatic),
        promotions=tuple(one for one in shares if one.automatic),
    )


def _taxes(whole: Taxed, checkout: Checkout, tax: TaxRule) -> tuple[TaxShare, ...]:
    """Every named tax in cents, also those of 0: a real store lists them too. They sum up to the tax total."""
    held = {rate.name: ZERO for rate in tax.rates_in(_country(checkout))}
    held |= {share.name: share.amount for share in by_name((whole,))}
    named = held or {tax.name: ZERO}
    rounded = {name: cents(amount) for name, amount in named.items()}
    largest = max(named, key=lambda name: named[name])
    rounded[largest] += cents(whole.tax) - total(rounded.values())
    return tuple(TaxShare(name, amount) for name, amount in rounded.items())


def _order_discount(lines: tuple[LineQuote, ...]) -> Decimal:
    """Manual discounts and promotions on the order; what coupons take off is told with them."""
    shares = (share for line in lines for share in line.shares)
    return total(one.amount for one in shares if one.automatic or one.source == MANUAL_DISCOUNT)


def _taken_off(coupon: Coupon, lines: tuple[LineQuote, ...], consignments: tuple[ConsignmentQuote, ...]) -> Decimal:
    if coupon.type in SHIPPING_KINDS:
        shares = [one for held in consignments for one in held.coupons]
    else:
        shares = [one for line in lines for one in (*line.coupons, *line.shares)]
    return total(one.amount for one in shares if one.source == coupon.code and not one.automatic)


def _certificates(checkout: Checkout, due: Decimal, shop: Shop) -> tuple[CertificateQuote, ...]:
    """Certificates in their order; they pay for everything but gift certificates, and not after their expiry."""
    bought = total(line.unit_price * line.quantity for line in checkout.lines if line.kind == "gift_certificate")
    due = max(ZERO, due - bought)
    quotes: list[CertificateQuote] = []
    for code in checkout.gift_certificates:
        certificate = shop.gift_certificate(code)
        if certificate is not None:
            used = cents(capped(certificate.balance, due)) if certificate.redeemable(shop.now()) else ZERO
            due -= used
            quotes.append(CertificateQuote(code=code, balance=certificate.balance, used=used))
    return tuple(quotes)


def _store_credit(checkout: Checkout, due: Decimal, shop: Shop) -> Decimal:
    customer = shop.customer(checkout.customer_id) if checkout.store_credit_applied else None
    return capped(customer.store_credit, due) if customer else ZERO
