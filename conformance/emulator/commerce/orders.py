"""Orders: what a checkout becomes. Several orders may come from one checkout until one of them is paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.refusals import Refused, WrongOrderStatus, wrong_fields
from conformance.emulator.commerce.shop import Shop

INCOMPLETE = 0
AWAITING_FULFILLMENT = 11
STATUSES: Mapping[int, str] = {
    0: "Incomplete",
    1: "Pending",
    2: "Shipped",
    3: "Partially Shipped",
    4: "Refunded",
    5: "Cancelled",
    6: "Declined",
    7: "Awaiting Payment",
    8: "Awaiting Pickup",
    9: "Awaiting Shipment",
    10: "Completed",
    11: "Awaiting Fulfillment",
    12: "Manual Verification Required",
    13: "Disputed",
    14: "Partially Refunded",
}
STOREFRONT_STATUSES: Mapping[int, str] = {number: name.upper().replace(" ", "_") for number, name in STATUSES.items()}


class Order(Struct, frozen=True, kw_only=True):
    """A checkout as it was when it was ordered. `line_numbers` and `address_numbers` are the order's own ids."""

    id: int
    checkout: Checkout
    quote: Quote
    line_numbers: tuple[int, ...]
    address_numbers: tuple[int, ...]
    date_created: datetime
    date_modified: datetime
    status_id: int = INCOMPLETE
    payment_method: str = ""
    staff_notes: str = ""
    customer_message: str = ""
    is_deleted: bool = False

    @property
    def status(self) -> str:
        """The status in words."""
        return STATUSES[self.status_id]

    @property
    def paid(self) -> bool:
        """Whether a payment was taken for it."""
        return bool(self.payment_method)

    @property
    def shopper(self) -> str:
        """Who made it, in the words of `shopper`."""
        return shopper(self.checkout)


def place_order(checkout: Checkout, price: Quote, shop: Shop) -> Order:
    """A new Incomplete order with the contents of the checkout, which stays as it is."""
    now = shop.now()
    return Order(
        id=shop.number("order"),
        checkout=checkout,
        quote=price,
        line_numbers=tuple(shop.number("order line") for _ in checkout.lines),
        address_numbers=tuple(shop.number("order address") for _ in checkout.consignments),
        date_created=now,
        date_modified=now,
        customer_message=checkout.customer_message,
    )


def check_complete(checkout: Checkout) -> None:
    """Raises Refused when something that an order needs is missing."""
    if not checkout.lines:
        raise Refused("rule", "The cart is empty")
    if checkout.billing_address is None:
        raise Refused("rule", "A billing address for this order is incomplete")
    for line in checkout.lines:
        if line.shippable and checkout.place_of(line.id) is None:
            raise Refused("rule", "A shipping address for this order is incomplete")
    for consignment in checkout.consignments:
        if consignment.pickup_method_id is not None:
            continue
        if consignment.address is None or not consignment.address.deliverable:
            raise Refused("rule", "A shipping address for this order is incomplete")
        if consignment.option is None:
            raise Refused("rule", "A shipping option for this order is not selected")


def set_status(order: Order, status_id: int, now: datetime) -> Order:
    """The order in another status. Raises Refused for a status that does not exist."""
    if status_id not in STATUSES:
        raise wrong_fields(status_id=f"The status {status_id} does not exist")
    return replace(order, status_id=status_id, date_modified=now)


def payable(order: Order) -> Order:
    """The order, if a payment for it can be started. Raises WrongOrderStatus."""
    if order.status_id != INCOMPLETE:
        raise WrongOrderStatus
    return order


def pay(order: Order, method: str, now: datetime) -> Order:
    """The paid order: Awaiting Fulfillment. Raises WrongOrderStatus."""
    return replace(payable(order), status_id=AWAITING_FULFILLMENT, payment_method=method, date_modified=now)


def shopper(checkout: Checkout) -> str:
    """Who shops: the customer, or a guest by e-mail address. `used_by` has the last word on guests without one."""
    if checkout.customer_id:
        return f"customer {checkout.customer_id}"
    return f"guest {checkout.billing_address.email.lower() if checkout.billing_address else ''}"


def used_by(order: Order, checkout: Checkout) -> bool:
    """Whether the shopper of this checkout made the order: the customer, or a guest with the same e-mail address."""
    if checkout.customer_id or order.checkout.customer_id:
        return order.checkout.customer_id == checkout.customer_id
    before, now = order.checkout.billing_address, checkout.billing_address
    return before is not None and now is not None and before.email.lower() == now.email.lower() != ""
