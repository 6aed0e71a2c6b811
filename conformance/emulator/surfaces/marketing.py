# ruff: noqa: D101, D103 - handlers and forms are described by the operationId beside them
"""Coupons and gift certificates on the management face (v2)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from conformance.emulator.commerce.coupons import Coupon, CouponType, Entity
from conformance.emulator.commerce.gift_certificates import CertificateStatus, GiftCertificate
from conformance.emulator.commerce.money import HIGHEST_PRICE
from conformance.emulator.commerce.refusals import NotFound, Refused, wrong_fields
from conformance.emulator.messages import Answer, Call, Json, nothing
from conformance.emulator.surfaces.fields import Count, CurrencyCode, Email, Named, Price
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.server_forms import exact
from conformance.emulator.surfaces.view import long_amount, rfc2822
from conformance.emulator.till import Till

operations = Operations("management", "/stores/{store_hash}/v2")
COUPON, CERTIFICATE = "coupon", "gift certificate"

Name = Annotated[str, Meta(min_length=1, max_length=100)]
Amount = Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)?\Z")] | Price
Template = Literal["birthday.html", "boy.html", "girl.html", "celebration.html", "christmas.html", "general.html"]
Code = Annotated[str, Meta(min_length=1, max_length=50, pattern=r"^[a-zA-Z0-9_ \-]+\Z")]


class AppliesTo(Struct):
    entity: Entity
    ids: tuple[int, ...]


class CouponForm(Struct):
    name: Name
    type: CouponType
    amount: Amount
    code: Code
    applies_to: AppliesTo
    min_purchase: Amount = "0"
    expires: str = ""
    enabled: bool = True
    max_uses: Count = 0
    max_uses_per_customer: Count = 0


class CertificateForm(Struct):
    to_name: Named
    to_email: Email
    from_name: Named
    from_email: Email
    amount: Amount
    balance: Amount | UnsetType = UNSET
    code: Annotated[str, Meta(min_length=1, max_length=255)] | UnsetType = UNSET
    status: CertificateStatus = "active"
    message: Annotated[str, Meta(max_length=250)] = ""
    template: Template = "general.html"
    customer_id: Count = 0
    currency_code: CurrencyCode = "USD"
    purchase_date: str = ""
    expiry_date: str = ""


def amount(field: str, written: str | float) -> Decimal:
    """An amount from a string or a number. Raises Refused when no price is that high."""
    value = Decimal(written) if isinstance(written, str) else exact(written)
    if value > HIGHEST_PRICE:
        raise wrong_fields(**{field: "is out of range"})
    return value


def moment(field: str, written: str) -> datetime | None:
    """A date from its RFC 2822 form; None when empty or "0". Raises Refused."""
    if written in ("", "0"):
        return None
    try:
        parsed = parsedate_to_datetime(written)
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        raise wrong_fields(**{field: "must be an RFC 2822 date"}) from None


def _coupon(form: CouponForm, coupon_id: int, created: datetime) -> Coupon:
    return Coupon(
        id=coupon_id,
        name=form.name,
        code=form.code,
        type=form.type,
        amount=amount("amount", form.amount),
        min_purchase=amount("min_purchase", form.min_purchase),
        expires=form.expires,
        expires_at=moment("expires", form.expires),
        enabled=form.enabled,
        entity=form.applies_to.entity,
        entity_ids=form.applies_to.ids,
        max_uses=form.max_uses,
        max_uses_per_customer=form.max_uses_per_customer,
        date_created=created,
    )


def _coupon_document(one: Coupon) -> Json:
    return {
        "id": one.id,
        "date_created": rfc2822(one.date_created),
        "num_uses": one.num_uses,
        "name": one.name,
        "type": one.type,
        "amount": long_amount(one.amount),
        "min_purchase": long_amount(one.min_purchase),
        "expires": one.expires,
        "enabled": one.enabled,
        "code": one.code,
        "applies_to": {"entity": one.entity, "ids": list(one.entity_ids)},
        "max_uses": one.max_uses,
        "max_uses_per_customer": one.max_uses_per_customer,
        "restricted_to": {},
        "shipping_methods": None,
    }


@operations.on("GET", "/coupons", "getCoupons")
def get_coupons(till: Till, call: Call) -> Answer:
    code, coupon_id = call.argument("code"), call.argument("id")
    held = till.documents.all(COUPON, Coupon)
    shown = [one for one in held if code in (None, one.code) and coupon_id in (None, str(one.id))]
    return Answer(200, [_coupon_document(one) for one in shown])


@operations.on("POST", "/coupons", "createCoupon")
def create_coupon(till: Till, call: Call) -> Answer:
    form = till.components.read(call.body, CouponForm)
    if till.coupon(form.code) is not None:
        raise Refused("duplicate", f"The coupon code {form.code} is in use")
    coupon = _coupon(form, till.number(COUPON), till.now())
    till.documents.put(COUPON, str(coupon.id), coupon)
    return Answer(201, _coupon_document(coupon))


@operations.on("DELETE", "/coupons", "deleteCoupons")
def delete_coupons(till: Till, call: Call) -> Answer:
    named = call.argument("id:in")
    ids = [str(one.id) for one in till.documents.all(COUPON, Coupon)] if named is None else named.split(",")
    for coupon_id in ids:
        till.documents.delete(COUPON, coupon_id.strip())
    return nothing()


@operations.on("GET", "/coupons/count", "getCouponsCount")
def count_coupons(till: Till, _call: Call) -> Answer:
    return Answer(200, {"count": len(till.documents.all(COUPON, Coupon))})


@operations.on("GET", "/coupons/{id}", "getCoupon")
def get_coupon(till: Till, call: Call) -> Answer:
    return Answer(200, _coupon_document(_found(till, call)))


@operations.on("PUT", "/coupons/{id}", "updateCoupon")
def update_coupon(till: Till, call: Call) -> Answer:
    before = _found(till, call)
    form = till.components.read(call.body, CouponForm)
    after = replace(_coupon(form, before.id, before.date_created), num_uses=before.num_uses)
    till.documents.put(COUPON, str(after.id), after)
    return Answer(200, _coupon_document(after))


@operations.on("DELETE", "/coupons/{id}", "deleteCoupon")
def delete_coupon(till: Till, call: Call) -> Answer:
    till.documents.delete(COUPON, str(_found(till, call).id))
    return nothing()


def _found(till: Till, call: Call) -> Coupon:
    held = till.documents.get(COUPON, call.params["id"], Coupon)
    if held is None:
        raise NotFound(COUPON, call.params["id"])
    return held


def _certificate(till: Till, form: CertificateForm, certificate_id: int) -> GiftCertificate:
    whole = amount("amount", form.amount)
    return GiftCertificate(
        id=certificate_id,
        code=_new_code(till) if isinstance(form.code, UnsetType) else form.code,
        amount=whole,
        balance=whole if isinstance(form.balance, UnsetType) else amount("balance", form.balance),
        status=form.status,
        to_name=form.to_name,
        to_email=form.to_email,
        from_name=form.from_name,
        from_email=form.from_email,
        message=form.message,
        template=form.template,
        customer_id=form.customer_id,
        currency_code=form.currency_code,
        purchased=moment("purchase_date", form.purchase_date) or till.now(),
        expires=moment("expiry_date", form.expiry_date),
    )


def _new_code(till: Till) -> str:
    letters = till.token().upper()
    return "-".join(letters[start : start + 3] for start in (0, 3, 6, 9))


def _certificate_document(one: GiftCertificate) -> Json:
    return {
        "id": one.id,
        "customer_id": one.customer_id,
        "order_id": one.order_id,
        "code": one.code,
        "amount": long_amount(one.amount),
        "balance": long_amount(one.balance),
        "status": one.status,
        "to_name": one.to_name,
        "to_email": one.to_email,
        "from_name": one.from_name,
        "from_email": one.from_email,
        "message": one.message,
        "template": one.template,
        "currency_code": one.currency_code,
        "purchase_date": rfc2822(one.purchased),
        "expiry_date": rfc2822(one.expires) if one.expires else "0",
    }


@operations.on("GET", "/gift_certificates", "getGiftCertificates")
def get_certificates(till: Till, call: Call) -> Answer:
    code = call.argument("code")
    held = till.documents.all(CERTIFICATE, GiftCertificate)
    return Answer(200, [_certificate_document(one) for one in held if code in (None, one.code)])


@operations.on("POST", "/gift_certificates", "createGiftCertificate")
def create_certificate(till: Till, call: Call) -> Answer:
    form = till.components.read(call.body, CertificateForm)
    if not isinstance(form.code, UnsetType) and till.gift_certificate(form.code) is not None:
        raise Refused("duplicate", f"The gift certificate code {form.code} is in use")
    made = _certificate(till, form, till.number(CERTIFICATE))
    till.documents.put(CERTIFICATE, str(made.id), made)
    return Answer(201, _certificate_document(made))


@operations.on("DELETE", "/gift_certificates", "deleteGiftCertificates")
def delete_certificates(till: Till, _call: Call) -> Answer:
    for one in till.documents.all(CERTIFICATE, GiftCertificate):
        till.documents.delete(CERTIFICATE, str(one.id))
    return nothing()


@operations.on("GET", "/gift_certificates/{id}", "getGiftCertificate")
def get_certificate(till: Till, call: Call) -> Answer:
    return Answer(200, _certificate_document(_held(till, call)))


@operations.on("PUT", "/gift_certificates/{id}", "updateGiftCertificate")
def update_certificate(till: Till, call: Call) -> Answer:
    before = _held(till, call)
    form = till.components.read(call.body, CertificateForm)
    after = _certificate(till, form, before.id)
    till.documents.put(CERTIFICATE, str(after.id), after)
    return Answer(200, _certificate_document(after))


@operations.on("DELETE", "/gift_certificates/{id}", "deleteGiftCertificate")
def delete_certificate(till: Till, call: Call) -> Answer:
    till.documents.delete(CERTIFICATE, str(_held(till, call).id))
    return nothing()


def _held(till: Till, call: Call) -> GiftCertificate:
    held = till.documents.get(CERTIFICATE, call.params["id"], GiftCertificate)
    if held is None:
        raise NotFound(CERTIFICATE, call.params["id"])
    return held
