# ruff: noqa: D101, D102 - a form is named after the request body that it reads
"""Request bodies of the server-to-server face."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from conformance.emulator.commerce.address import Address, CustomField
from conformance.emulator.commerce.checkout import Contact, Fee, LineDiscount
from conformance.emulator.commerce.consignments import Share, WantedConsignment
from conformance.emulator.commerce.line_items import (
    PLACEHOLDER_IMAGE,
    Selection,
    Wanted,
    WantedCertificate,
    WantedCustomItem,
    WantedProduct,
    WantedWrapping,
)
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.refusals import Refused, wrong_fields
from conformance.emulator.surfaces import fields

Theme = Literal["Birthday", "Boy", "Celebration", "Christmas", "General", "Girl"]


class VersionForm(Struct):
    version: fields.Version | UnsetType = UNSET

    @property
    def expected(self) -> int | None:
        """The version that the caller thinks is stored."""
        return None if isinstance(self.version, UnsetType) else self.version


class OptionSelection(Struct):
    option_id: fields.Id | UnsetType = UNSET
    option_value: int | str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    value: str | UnsetType = UNSET
    nameId: int | UnsetType = UNSET  # noqa: N815 - the vendor's spelling
    valueId: int | UnsetType = UNSET  # noqa: N815 - same

    def selection(self) -> Selection | None:
        if isinstance(self.option_id, UnsetType) or isinstance(self.option_value, UnsetType):
            return None
        return Selection(self.option_id, self.option_value)


class WrapDetail(Struct):
    id: fields.Id | UnsetType = UNSET
    message: str = ""


class GiftWrappingForm(Struct):
    wrap_together: bool = True
    wrap_details: tuple[WrapDetail, ...] = ()

    def wrapping(self) -> WantedWrapping | None:
        """All items of a line are wrapped as the first detail says."""
        if not self.wrap_details:
            return None
        first = self.wrap_details[0]
        paper_id = None if isinstance(first.id, UnsetType) else first.id
        return WantedWrapping(first.message, paper_id, self.wrap_together)


class LineItemForm(Struct):
    product_id: fields.Id
    quantity: fields.Quantity
    variant_id: fields.Id | UnsetType = UNSET
    list_price: fields.Price | UnsetType = UNSET
    name: str | UnsetType = UNSET
    option_selections: tuple[OptionSelection, ...] = ()
    gift_wrapping: GiftWrappingForm | UnsetType = UNSET

    def wanted(self) -> WantedProduct:
        chosen = (one.selection() for one in self.option_selections)
        wrapped = self.gift_wrapping
        return WantedProduct(
            product_id=self.product_id,
            quantity=self.quantity,
            variant_id=None if isinstance(self.variant_id, UnsetType) else self.variant_id,
            list_price=None if isinstance(self.list_price, UnsetType) else exact(self.list_price),
            name=None if isinstance(self.name, UnsetType) else self.name,
            selections=tuple(one for one in chosen if one is not None),
            wrapping=None if isinstance(wrapped, UnsetType) else wrapped.wrapping(),
        )


class CustomItemForm(Struct):
    name: Annotated[str, Meta(min_length=1, max_length=250)]
    quantity: fields.Quantity
    list_price: fields.Price
    sku: str = ""
    image_url: fields.Uri = PLACEHOLDER_IMAGE

    def wanted(self) -> WantedCustomItem:
        return WantedCustomItem(
            name=self.name,
            quantity=self.quantity,
            list_price=exact(self.list_price),
            sku=self.sku,
            image_url=self.image_url,
        )


class ContactForm(Struct):
    name: str = ""
    email: fields.ReachableEmail | UnsetType = UNSET

    def contact(self) -> Contact:
        return Contact(self.name, "" if isinstance(self.email, UnsetType) else self.email)


class GiftCertificateForm(Struct):
    name: str
    theme: Theme
    amount: fields.GiftAmount
    quantity: fields.Quantity
    sender: ContactForm
    recipient: ContactForm
    message: fields.GiftMessage = ""

    def wanted(self) -> WantedCertificate:
        return WantedCertificate(
            name=self.name,
            theme=self.theme,
            amount=exact(self.amount),
            quantity=self.quantity,
            sender=self.sender.contact(),
            recipient=self.recipient.contact(),
            message=self.message,
        )


class ItemsForm(VersionForm, kw_only=True):
    line_items: tuple[LineItemForm, ...] | UnsetType = UNSET
    custom_items: tuple[CustomItemForm, ...] | UnsetType = UNSET
    gift_certificates: tuple[GiftCertificateForm, ...] | UnsetType = UNSET

    def wanted(self) -> tuple[Wanted, ...]:
        """Everything that is asked for. Raises Refused when nothing is."""
        groups = (self.line_items, self.custom_items, self.gift_certificates)
        if all(isinstance(group, UnsetType) for group in groups):
            raise Refused("rule", "Missing line_items in request body")
        wanted: list[Wanted] = []
        for group in groups:
            if not isinstance(group, UnsetType):
                wanted.extend(one.wanted() for one in group)
        return tuple(wanted)


class CurrencyForm(Struct, frozen=True):
    code: fields.CurrencyCode


class CartForm(ItemsForm, kw_only=True):
    customer_id: fields.CustomerId = 0
    channel_id: fields.Id = 1
    currency: CurrencyForm = CurrencyForm("USD")
    locale: str = "en"


class CartUpdateForm(VersionForm, kw_only=True):
    customer_id: fields.CustomerId | UnsetType = UNSET
    channel_id: fields.Id | UnsetType = UNSET


class ItemUpdateForm(VersionForm, kw_only=True):
    line_item: LineItemForm | UnsetType = UNSET
    gift_certificates: tuple[GiftCertificateForm, ...] | UnsetType = UNSET
    custom_items: tuple[CustomItemForm, ...] | UnsetType = UNSET

    def wanted(self) -> WantedProduct | WantedCertificate | WantedCustomItem | None:
        """The new state of the line, None when an empty list says nothing about it."""
        if not isinstance(self.line_item, UnsetType):
            return self.line_item.wanted()
        if not isinstance(self.gift_certificates, UnsetType):
            return self.gift_certificates[0].wanted() if self.gift_certificates else None
        if not isinstance(self.custom_items, UnsetType):
            return self.custom_items[0].wanted() if self.custom_items else None
        raise wrong_fields(line_item="line_item is required")


class QueryParameters(Struct):
    key: str | UnsetType = UNSET
    value: str | UnsetType = UNSET


class RedirectForm(Struct):
    query_params: QueryParameters | UnsetType = UNSET


class MessageForm(VersionForm, kw_only=True):
    customer_message: fields.Message


class CustomFieldForm(Struct):
    field_id: fields.Named
    field_value: str = ""


class AddressForm(VersionForm, kw_only=True):
    first_name: str = ""
    last_name: str = ""
    email: fields.Email
    company: str = ""
    address1: str = ""
    address2: str = ""
    city: str = ""
    state_or_province: str = ""
    state_or_province_code: str = ""
    country: str = ""
    country_code: fields.CountryCode
    postal_code: str = ""
    phone: str = ""
    custom_fields: tuple[CustomFieldForm, ...] = ()

    def address(self) -> Address:
        return Address(
            first_name=self.first_name,
            last_name=self.last_name,
            email=self.email,
            company=self.company,
            address1=self.address1,
            address2=self.address2,
            city=self.city,
            state_or_province=self.state_or_province,
            state_or_province_code=self.state_or_province_code,
            country=self.country,
            country_code=self.country_code,
            postal_code=self.postal_code,
            phone=self.phone,
            custom_fields=tuple(CustomField(one.field_id, one.field_value) for one in self.custom_fields),
        )


class NewAddressForm(AddressForm, kw_only=True):
    state_or_province: str
    postal_code: str


class ShareForm(Struct):
    item_id: fields.Named
    quantity: fields.Quantity


class PickupForm(Struct):
    pickup_method_id: fields.Id


class NewConsignmentForm(VersionForm, kw_only=True):
    line_items: Annotated[tuple[ShareForm, ...], Meta(min_length=1)]
    address: NewAddressForm | UnsetType = UNSET
    shipping_address: NewAddressForm | UnsetType = UNSET
    pickup_option: PickupForm | UnsetType = UNSET

    def wanted(self) -> WantedConsignment:
        address = self.shipping_address if isinstance(self.address, UnsetType) else self.address
        pickup = self.pickup_option
        if isinstance(address, UnsetType) and isinstance(pickup, UnsetType):
            raise wrong_fields(address="An address or a pickup option is required")
        return WantedConsignment(
            address=None if isinstance(address, UnsetType) else address.address(),
            shares=tuple(Share(one.item_id, one.quantity) for one in self.line_items),
            pickup_method_id=None if isinstance(pickup, UnsetType) else pickup.pickup_method_id,
        )


NewConsignments = Annotated[tuple[NewConsignmentForm, ...], Meta(min_length=1)]


class CustomShippingForm(Struct):
    price: fields.Price
    description: str = ""


class ConsignmentForm(VersionForm, kw_only=True):
    address: AddressForm | UnsetType = UNSET
    shipping_address: AddressForm | UnsetType = UNSET
    line_items: Annotated[tuple[ShareForm, ...], Meta(min_length=1)] | UnsetType = UNSET
    shipping_option_id: fields.Named | UnsetType = UNSET
    pickup_option: PickupForm | UnsetType = UNSET
    custom_shipping: CustomShippingForm | UnsetType = UNSET

    def wanted(self) -> WantedConsignment:
        """Raises Refused when nothing is said, or an option and an address in one breath."""
        address = self.shipping_address if isinstance(self.address, UnsetType) else self.address
        option, pickup, items = self.shipping_option_id, self.pickup_option, self.line_items
        said = [one for one in (address, items, pickup) if not isinstance(one, UnsetType)]
        custom = self.custom_shipping
        if not isinstance(option, UnsetType) and said:
            raise wrong_fields(shipping_option_id="A shipping option is chosen in a request of its own")
        if isinstance(option, UnsetType) and isinstance(custom, UnsetType) and not said:
            raise wrong_fields(address="Nothing to update")
        return WantedConsignment(
            address=None if isinstance(address, UnsetType) else address.address(),
            shares=None if isinstance(items, UnsetType) else tuple(Share(one.item_id, one.quantity) for one in items),
            pickup_method_id=None if isinstance(pickup, UnsetType) else pickup.pickup_method_id,
            option_id=None if isinstance(option, UnsetType) else option,
            custom_price=None if isinstance(custom, UnsetType) else exact(custom.price),
            custom_description="" if isinstance(custom, UnsetType) else custom.description,
        )


class CouponForm(VersionForm, kw_only=True):
    coupon_code: fields.Code


class DiscountForm(Struct):
    discounted_amount: fields.Price
    name: str = ""


class LineDiscountForm(Struct):
    id: fields.Named
    discounted_amount: fields.Price


class CartDiscountsForm(VersionForm, kw_only=True):
    discounts: tuple[DiscountForm, ...] | UnsetType = UNSET
    line_items: tuple[LineDiscountForm, ...] | UnsetType = UNSET


class DiscountsForm(Struct):
    cart: CartDiscountsForm

    def amount(self) -> Decimal:
        """All discounts on the whole cart together."""
        if isinstance(self.cart.discounts, UnsetType):
            return ZERO
        return sum((exact(one.discounted_amount) for one in self.cart.discounts), ZERO)

    def lines(self) -> tuple[LineDiscount, ...]:
        """The discounts on single lines. Raises Refused when no discount is named at all."""
        if isinstance(self.cart.line_items, UnsetType):
            if isinstance(self.cart.discounts, UnsetType):
                raise wrong_fields(cart="discounts or line_items are required")
            return ()
        return tuple(LineDiscount(one.id, exact(one.discounted_amount)) for one in self.cart.line_items)


class FeeForm(Struct, kw_only=True):
    type: Literal["custom_fee"]
    name: Annotated[str, Meta(min_length=1, max_length=50)]
    display_name: Annotated[str, Meta(min_length=1, max_length=200)]
    cost: fields.Price
    source: Annotated[str, Meta(min_length=1, max_length=50)]
    tax_class_id: fields.CustomerId | UnsetType = UNSET

    def fee(self, fee_id: str) -> Fee:
        return Fee(
            id=fee_id,
            name=self.name,
            display_name=self.display_name,
            cost=exact(self.cost),
            source=self.source,
            tax_class_id=None if isinstance(self.tax_class_id, UnsetType) else self.tax_class_id,
        )


class KnownFeeForm(FeeForm, kw_only=True):
    id: fields.Named


class FeesForm(Struct):
    fees: Annotated[tuple[FeeForm, ...], Meta(min_length=1, max_length=5)]


class KnownFeesForm(Struct):
    fees: Annotated[tuple[KnownFeeForm, ...], Meta(min_length=1, max_length=5)]


class FeeIdsForm(Struct):
    ids: Annotated[tuple[fields.Named, ...], Meta(min_length=1)]


class TokenForm(Struct):
    maxUses: fields.Id = 1  # noqa: N815 - the vendor's spelling
    ttl: Annotated[int, Meta(ge=1, le=2_592_000)] = 86_400


def exact(amount: float) -> Decimal:
    """A JSON number as the decimal that was written."""
    return Decimal(repr(amount))
