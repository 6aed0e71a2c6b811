# ruff: noqa: D101, D102 - a form is named after the request body that it reads
"""Request bodies of the storefront face; members are camel case on the wire."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from conformance.emulator.commerce.address import Address, CustomField
from conformance.emulator.commerce.consignments import Share, WantedConsignment
from conformance.emulator.commerce.line_items import (
    Selection,
    Wanted,
    WantedCertificate,
    WantedProduct,
    WantedWrapping,
)
from conformance.emulator.commerce.refusals import Refused, wrong_fields
from conformance.emulator.surfaces import fields
from conformance.emulator.surfaces.server_forms import GiftCertificateForm


class CamelForm(Struct, rename="camel"):
    """A body whose members are written in camel case."""


class VersionForm(CamelForm):
    version: fields.Version | UnsetType = UNSET

    @property
    def expected(self) -> int | None:
        """The version that the caller thinks is stored."""
        return None if isinstance(self.version, UnsetType) else self.version


class OptionSelection(CamelForm):
    option_id: fields.Id | UnsetType = UNSET
    option_value: int | str | UnsetType = UNSET

    def selection(self) -> Selection | None:
        if isinstance(self.option_id, UnsetType) or isinstance(self.option_value, UnsetType):
            return None
        return Selection(self.option_id, self.option_value)


class WrapDetail(CamelForm):
    id: fields.Id
    message: str = ""


class GiftWrappingForm(CamelForm):
    wrap_together: bool
    wrap_details: tuple[WrapDetail, ...]

    def wrapping(self) -> WantedWrapping | None:
        """All items of a line are wrapped as the first detail says."""
        if not self.wrap_details:
            return None
        first = self.wrap_details[0]
        return WantedWrapping(first.message, first.id, self.wrap_together)


class LineItemForm(CamelForm):
    product_id: fields.Id
    quantity: fields.Quantity
    variant_id: fields.Id | UnsetType = UNSET
    option_selections: tuple[OptionSelection, ...] = ()
    gift_wrapping: GiftWrappingForm | None = None

    def wanted(self) -> WantedProduct:
        chosen = (one.selection() for one in self.option_selections)
        return WantedProduct(
            product_id=self.product_id,
            quantity=self.quantity,
            variant_id=None if isinstance(self.variant_id, UnsetType) else self.variant_id,
            selections=tuple(one for one in chosen if one is not None),
            wrapping=self.gift_wrapping.wrapping() if self.gift_wrapping else None,
        )


class ItemsForm(VersionForm, kw_only=True):
    line_items: tuple[LineItemForm, ...] | UnsetType = UNSET
    gift_certificates: tuple[GiftCertificateForm, ...] | UnsetType = UNSET

    def wanted(self) -> tuple[Wanted, ...]:
        """Everything that is asked for. Raises Refused when nothing is."""
        groups = (self.line_items, self.gift_certificates)
        if all(isinstance(group, UnsetType) for group in groups):
            raise Refused("rule", "Missing lineItems in request body")
        wanted: list[Wanted] = []
        for group in groups:
            if not isinstance(group, UnsetType):
                wanted.extend(one.wanted() for one in group)
        return tuple(wanted)


class CartForm(ItemsForm, kw_only=True):
    locale: str = "en"


class ItemUpdateForm(VersionForm, kw_only=True):
    line_item: LineItemForm | UnsetType = UNSET
    gift_certificate: GiftCertificateForm | UnsetType = UNSET

    def wanted(self) -> WantedProduct | WantedCertificate:
        """The new state of the line."""
        if not isinstance(self.line_item, UnsetType):
            return self.line_item.wanted()
        if not isinstance(self.gift_certificate, UnsetType):
            return self.gift_certificate.wanted()
        raise wrong_fields(lineItem="lineItem is required")


class CurrencyForm(CamelForm):
    currency_code: fields.CurrencyCode


class MessageForm(VersionForm, kw_only=True):
    customer_message: fields.Message | UnsetType = UNSET


class CustomFieldForm(CamelForm):
    field_id: fields.Named
    field_value: str = ""


class BillingAddressForm(VersionForm, kw_only=True):
    """Everything may be missing: a store page first sends an e-mail address alone."""

    first_name: str = ""
    last_name: str = ""
    email: fields.Email | UnsetType = UNSET
    company: str = ""
    address1: str = ""
    address2: str = ""
    city: str = ""
    state_or_province: str = ""
    state_or_province_code: str = ""
    country: str = ""
    country_code: fields.CountryCode | UnsetType = UNSET
    postal_code: str = ""
    phone: str = ""
    custom_fields: tuple[CustomFieldForm, ...] = ()
    should_save_address: bool = False

    def address(self) -> Address:
        return Address(
            first_name=self.first_name,
            last_name=self.last_name,
            email="" if isinstance(self.email, UnsetType) else self.email,
            company=self.company,
            address1=self.address1,
            address2=self.address2,
            city=self.city,
            state_or_province=self.state_or_province,
            state_or_province_code=self.state_or_province_code,
            country=self.country,
            country_code="" if isinstance(self.country_code, UnsetType) else self.country_code,
            postal_code=self.postal_code,
            phone=self.phone,
            custom_fields=tuple(CustomField(one.field_id, one.field_value) for one in self.custom_fields),
            should_save=self.should_save_address,
        )


class ConsignmentAddressForm(BillingAddressForm, kw_only=True):
    country_code: fields.CountryCode


class ShareForm(CamelForm):
    item_id: fields.Named
    quantity: fields.Quantity


class PickupForm(CamelForm):
    pickup_method_id: fields.Id


class ConsignmentForm(VersionForm, kw_only=True):
    address: ConsignmentAddressForm | UnsetType = UNSET
    shipping_address: ConsignmentAddressForm | UnsetType = UNSET
    line_items: Annotated[tuple[ShareForm, ...], Meta(min_length=1)] | UnsetType = UNSET
    shipping_option_id: fields.Named | UnsetType = UNSET
    pickup_option: PickupForm | UnsetType = UNSET

    def wanted(self) -> WantedConsignment:
        """Raises Refused when nothing is said, or an option and an address in one breath."""
        wanted = self._said()
        said = (wanted.address, wanted.shares, wanted.pickup_method_id)
        if wanted.option_id is None and all(one is None for one in said):
            raise wrong_fields(address="Nothing to update")
        if wanted.option_id is not None and any(one is not None for one in said):
            raise wrong_fields(shippingOptionId="A shipping option is chosen in a request of its own")
        return wanted

    def _said(self) -> WantedConsignment:
        address = self.shipping_address if isinstance(self.address, UnsetType) else self.address
        items, pickup, option = self.line_items, self.pickup_option, self.shipping_option_id
        return WantedConsignment(
            address=None if isinstance(address, UnsetType) else address.address(),
            shares=None if isinstance(items, UnsetType) else tuple(Share(one.item_id, one.quantity) for one in items),
            pickup_method_id=None if isinstance(pickup, UnsetType) else pickup.pickup_method_id,
            option_id=None if isinstance(option, UnsetType) else option,
        )


class NewConsignmentForm(ConsignmentForm, kw_only=True):
    line_items: Annotated[tuple[ShareForm, ...], Meta(min_length=1)]

    def wanted(self) -> WantedConsignment:
        """Raises Refused without a place to send to."""
        wanted = self._said()
        if wanted.address is None and wanted.pickup_method_id is None:
            raise wrong_fields(address="An address or a pickup option is required")
        return wanted


NewConsignments = Annotated[tuple[NewConsignmentForm, ...], Meta(min_length=1)]


class CouponForm(VersionForm, kw_only=True):
    coupon_code: fields.Code


class GiftCertificateCodeForm(VersionForm, kw_only=True):
    gift_certificate_code: fields.Named


class SpamForm(CamelForm):
    token: fields.Named
