# ruff: noqa: D101, D103 - handlers and forms are described by the operationId beside them
"""Settings of carts and checkouts, for the store and for each channel."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.messages import Answer, Call
from conformance.emulator.reading import optional
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.showing import enveloped
from conformance.emulator.till import LONGEST_NUMBER, Till

operations = Operations("server", "/stores/{store_hash}/v3")
Form = TypeVar("Form", bound=Struct)


class Kept(Struct, frozen=True):
    """The settings of one kind in one place."""

    values: dict[str, Any]


class CartForm(Struct):
    allow_purchasing: bool


class ChannelCartForm(Struct):
    allow_purchasing: bool | UnsetType | None = UNSET


class CheckoutForm(Struct):
    custom_checkout_script_url: str | UnsetType = UNSET
    order_confirmation_use_custom_checkout_script: bool | UnsetType = UNSET
    custom_order_confirmation_script_url: str | UnsetType = UNSET
    custom_checkout_supports_uco_settings: bool | UnsetType = UNSET
    custom_checkout_sri_hash: str | UnsetType = UNSET
    custom_order_confirmation_sri_hash: str | UnsetType = UNSET


class ChannelCheckoutForm(Struct):
    checkout_type: str | UnsetType | None = UNSET
    guest_checkout_type: str | UnsetType | None = UNSET
    guest_checkout_for_existing_accounts: str | UnsetType | None = UNSET
    policy_consent: str | UnsetType | None = UNSET
    order_confirmation_contact_email: str | UnsetType | None = UNSET
    is_order_terms_and_conditions_enabled: bool | UnsetType | None = UNSET
    order_terms_and_conditions_type: str | UnsetType | None = UNSET
    order_terms_and_conditions_link: str | UnsetType | None = UNSET
    order_terms_and_conditions_textarea: str | UnsetType | None = UNSET
    should_redirect_to_storefront_for_auth: bool | UnsetType | None = UNSET
    custom_checkout_script_url: str | UnsetType | None = UNSET
    order_confirmation_use_custom_checkout_script: bool | UnsetType | None = UNSET
    custom_order_confirmation_script_url: str | UnsetType | None = UNSET
    custom_checkout_supports_uco_settings: bool | UnsetType | None = UNSET
    custom_checkout_sri_hash: str | UnsetType | None = UNSET
    custom_order_confirmation_sri_hash: str | UnsetType | None = UNSET


CART_DEFAULTS: dict[str, Any] = {"allow_purchasing": True}
CHANNEL_CART_DEFAULTS: dict[str, Any] = {"allow_purchasing": None}
CHECKOUT_DEFAULTS: dict[str, Any] = {
    "custom_checkout_script_url": "",
    "order_confirmation_use_custom_checkout_script": False,
    "custom_order_confirmation_script_url": "",
    "custom_checkout_supports_uco_settings": False,
    "custom_checkout_sri_hash": "",
    "custom_order_confirmation_sri_hash": "",
}
CHANNEL_CHECKOUT_DEFAULTS: dict[str, Any] = dict.fromkeys(ChannelCheckoutForm.__struct_fields__)


@operations.on("GET", "/carts/settings", "getGlobalCartSettings")
def get_cart(till: Till, _call: Call) -> Answer:
    return _shown(till, "cart", CART_DEFAULTS)


@operations.on("PUT", "/carts/settings", "updateGlobalCartSettings")
def put_cart(till: Till, call: Call) -> Answer:
    return _changed(till, "cart", CART_DEFAULTS, till.components.read(call.body, CartForm))


@operations.on("GET", "/carts/settings/channels/{channel_id}", "getChannelCartSettings")
def get_channel_cart(till: Till, call: Call) -> Answer:
    return _shown(till, f"cart/{_channel(call, 'channel_id')}", CHANNEL_CART_DEFAULTS)


@operations.on("PUT", "/carts/settings/channels/{channel_id}", "updateChannelCartSettings")
def put_channel_cart(till: Till, call: Call) -> Answer:
    name = f"cart/{_channel(call, 'channel_id')}"
    return _changed(till, name, CHANNEL_CART_DEFAULTS, till.components.read(call.body, ChannelCartForm))


@operations.on("GET", "/checkouts/settings", "getCheckoutSettings")
def get_checkout(till: Till, _call: Call) -> Answer:
    return _shown(till, "checkout", CHECKOUT_DEFAULTS)


@operations.on("PUT", "/checkouts/settings", "updateCheckoutSettings")
def put_checkout(till: Till, call: Call) -> Answer:
    return _changed(till, "checkout", CHECKOUT_DEFAULTS, till.components.read(call.body, CheckoutForm))


@operations.on("GET", "/checkouts/settings/channels/{channelId}", "getChannelCheckoutSettings")
def get_channel_checkout(till: Till, call: Call) -> Answer:
    return _shown(till, f"checkout/{_channel(call, 'channelId')}", CHANNEL_CHECKOUT_DEFAULTS)


@operations.on("PUT", "/checkouts/settings/channels/{channelId}", "updateChannelCheckoutSettings")
def put_channel_checkout(till: Till, call: Call) -> Answer:
    name = f"checkout/{_channel(call, 'channelId')}"
    form = optional(till.components.read, call.body, ChannelCheckoutForm)
    return _changed(till, name, CHANNEL_CHECKOUT_DEFAULTS, form)


def purchasing_allowed(till: Till, channel_id: int) -> bool:
    """Whether carts of the channel may be turned into orders: as the channel says, else as the store does."""
    own = _values(till, f"cart/{channel_id}", CHANNEL_CART_DEFAULTS)["allow_purchasing"]
    return bool(_values(till, "cart", CART_DEFAULTS)["allow_purchasing"] if own is None else own)


def _channel(call: Call, parameter: str) -> int:
    written = call.params[parameter].removesuffix(".0")
    known = len(written) <= LONGEST_NUMBER and written.isascii() and written.isdigit() and int(written) > 0
    if not known:
        raise wrong_fields(**{parameter: "must be the number of a channel"})
    return int(written)


def _values(till: Till, name: str, defaults: dict[str, Any]) -> dict[str, Any]:
    kept = till.documents.get("settings", name, Kept)
    return defaults | (kept.values if kept else {})


def _shown(till: Till, name: str, defaults: dict[str, Any]) -> Answer:
    return Answer(200, enveloped(_values(till, name, defaults)))


def _changed(till: Till, name: str, defaults: dict[str, Any], form: Form) -> Answer:
    said = {key: value for key, value in msgspec.structs.asdict(form).items() if value is not UNSET}
    till.documents.put("settings", name, Kept(_values(till, name, defaults) | said))
    return _shown(till, name, defaults)
