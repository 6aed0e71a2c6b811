"""What happens in the walk on the server face alone: fees, discounts, tokens, orders, payments and a cart apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from conformance.api import Answer, OrdersApi, PaymentsApi
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.scenarios.asking import create_cart, goods_line
from conformance.suite.scenarios.choosing import goods
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.linking import ask_for_links, given, links_in
from conformance.suite.scenarios.looking import NOWHERE, document
from conformance.suite.scenarios.ordering import number_in
from conformance.suite.scenarios.paying import Till, methods_in, pay_after_all, token_in
from conformance.suite.walks.story import Telling
from conformance.targets.provisioning import Lacking

Json = dict[str, Any]

# More than a hundred characters and more than 255, in several scripts.
FAREWELL = "Grüße an die Köchin, 門の前に置いてください & ring twice. " * 6
# Whose answer the walk takes for a reading: the next one shows what was kept of it.
SPARED = frozenset(
    {"billing: add", "coupon: add", "shipping: to Ada", "shipping: to Misaki", "shipping: not to Misaki"}
)
# Documented lengths of the texts of fees, custom items, gift certificates and metafields.
DISPLAY_NAME, ITEM_NAME, GREETING, DESCRIPTION = 200, 250, 200, 255
FEE_TEXTS = ("type", "name", "display_name", "source")
FIRST_OFF, OFF = "9.99", "3.35"
NO_SUCH_OPERATION = (404, 405)
# A store may clear a paid cart a moment after it has taken the money.
PATIENCE = 3.0  # seconds
# Lines of the cart apart, where the catalog has as many goods.
MANY = 5


def fee(name: str, **members: Any) -> Json:
    """A fee as an app writes it."""
    shown = f"{name}, gewünscht 包装 "
    told = (shown * DISPLAY_NAME)[:DISPLAY_NAME].strip()
    return {"type": "custom_fee", "name": name, "display_name": told, "cost": 2.5, "source": "suite", **members}


DEAR, GONE, KEPT = (
    fee("Verpackung für Žofie, 包装", cost=60),
    fee("gone"),
    (fee("third"), fee("fourth"), fee("fifth")),
)
CHANGED = fee("changed", display_name="Changed", cost=12.5)


def fees(tell: Telling, server: ServerFace) -> None:
    """Five fees are added in two goes, a sixth is refused; one is changed and one is deleted."""
    api = server.api
    with tell.story.part("fees"):
        first = _accepted(tell.later("fees: add", lambda: api.add_checkout_fees(tell.checkout_id, [DEAR])))
        others = [GONE, *KEPT]
        added = _accepted(tell.later("fees: add four", lambda: api.add_checkout_fees(tell.checkout_id, others)))
        tell.later("fees: a sixth", lambda: api.add_checkout_fees(tell.checkout_id, [fee("too much")]))
        ids = {str(each.get("name")): str(each.get("id")) for each in (*fees_in(first), *fees_in(added))}
        change = {"id": ids.get("third", NOWHERE), **CHANGED}
        tell.later("fees: update", lambda: api.update_checkout_fees(tell.checkout_id, [change]))
        gone = [ids.get("gone", NOWHERE)]
        tell.later("fees: delete", lambda: api.delete_checkout_fees(tell.checkout_id, gone))


def discounts(tell: Telling, server: ServerFace) -> None:
    """Two discounts are given, of which the second takes the place of the first."""
    with tell.story.part("discount"):
        for name, amount in (("discount: first", FIRST_OFF), ("discount: second", OFF)):
            body = {"discounts": [{"discounted_amount": float(amount)}]}
            tell.later(name, partial(server.api.add_checkout_discount, tell.checkout_id, body))
    with tell.story.part("fees"):
        tell.look()


def visiting(tell: Telling, server: ServerFace, shopper_at: Callable[[str], StorefrontFace]) -> None:
    """The server's checkout is carried into a shopper's session."""
    with tell.story.part("visit"):
        links = tell.aside("visit: links", lambda: ask_for_links(server, tell.checkout_id))
        if not links.accepted:
            raise Unarranged(f"{links} in the middle of a walk")
        shopper = shopper_at(given(links_in(links).checkout_url))
        tell.aside("visit: the checkout", lambda: shopper.read_checkout(tell.checkout_id))


def access(tell: Telling, without: ServerFace, wrongly: ServerFace) -> None:
    """The checkout is asked for, and changed, without a token and with a wrong one."""
    with tell.story.part("access"):
        tell.aside("access: read without a token", lambda: without.read_checkout(tell.checkout_id))
        tell.later("access: message without a token", lambda: without.leave_message(tell.checkout_id, "No."))
        tell.later("access: message with a wrong token", lambda: wrongly.leave_message(tell.checkout_id, "No."))


def read_only(tell: Telling, reader: Callable[[], ServerFace]) -> None:
    """A line is deleted with a token that may only read."""
    with tell.story.part("reader"):
        face = reader()
        line = tell.checkout.cart.items[-1]
        tell.later("reader: delete", lambda: face.delete_item(tell.checkout_id, line.id))


def taking_back(tell: Telling, server: ServerFace) -> None:
    """Fees and discounts are taken back, and a last message is left."""
    api = server.api
    with tell.story.part("back"):
        held = [str(each.get("id")) for each in fees_in(tell.read)] if tell.read else []
        if held:
            tell.later("back: fees", lambda: api.delete_checkout_fees(tell.checkout_id, held))
        nothing = {"discounts": [{"discounted_amount": 0}]}
        tell.later("back: discount", lambda: api.add_checkout_discount(tell.checkout_id, nothing))
        tell.later("back: message", lambda: server.leave_message(tell.checkout_id, FAREWELL))


def too_early(tell: Telling, server: ServerFace) -> None:
    """An order is asked for before shipping options are chosen; what it left shows when they are."""
    with tell.story.part("early"):
        tell.aside("early: order", lambda: server.api.create_order(tell.checkout_id))


def orders_made(tell: Telling, server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """Two orders of one checkout that has a coupon again."""
    with tell.story.part("coupon"):
        tell.seen("coupon: for the order", lambda: server.add_coupon(tell.checkout_id, arrange.stock.coupon_code))
    with tell.story.part("order"):
        first = _ordered(tell, server, orders, "first")
        tell.aside("order: coupons of the first", lambda: orders.get_order_coupons(first))
        _ordered(tell, server, orders, "second")


def _ordered(tell: Telling, server: ServerFace, orders: OrdersApi, which: str) -> int:
    """The number of an order that is made and read with its products and addresses."""
    made = _accepted(tell.later(f"order: {which}", lambda: server.api.create_order(tell.checkout_id)))
    number = number_in(made)
    tell.aside(f"order: read the {which}", lambda: orders.get_order(number))
    tell.aside(f"order: products of the {which}", lambda: orders.get_order_products(number))
    tell.aside(f"order: places of the {which}", lambda: orders.get_order_shipping_addresses(number))
    return number


@dataclass(frozen=True, slots=True)
class Cards:
    """A card that pays in test mode, and one that is declined where the target names one."""

    good: Mapping[str, object]
    declined: Mapping[str, object] | None


def paying(
    tell: Telling, server: ServerFace, payments: PaymentsApi, orders: OrdersApi, arrange: Arrange, cards: Cards
) -> None:
    """The second order is paid, after a card was declined; then it is asked to be paid again."""
    story = tell.story
    with story.part("paid"):
        first, number = (number_in(story.step(f"order: {which}").answer) for which in ("first", "second"))
        methods = methods_in(_accepted(tell.aside("paid: methods", lambda: payments.get_payment_methods(number))))
        token = token_in(_accepted(tell.aside("paid: token", lambda: payments.create_payment_access_token(number))))
        method = next((each.id for each in methods if each.type == "card"), "")
        if not method:
            raise Unarranged("the store offers no payment method of type card for the order")
        till = Till(arrange, payments, number, method, token)
        if cards.declined is not None:
            declined = cards.declined
            tell.later("paid: declined", lambda: till.charge(token, declined))
        tell.look()
        tell.aside("paid: pay", lambda: pay_after_all(till, orders, cards.good))
        tell.aside("paid: the cart", lambda: _soon_gone(lambda: server.read_cart(tell.checkout_id)))
        tell.aside("paid: the checkout", lambda: _soon_gone(lambda: server.read_checkout(tell.checkout_id)))
        tell.aside("paid: again", lambda: till.charge(token, cards.good))
        tell.aside("paid: a further order", lambda: server.api.create_order(tell.checkout_id))
        tell.aside("paid: the order", lambda: orders.get_order(number))
        tell.aside("paid: the other order", lambda: orders.get_order(first))


def _soon_gone(read: Callable[[], Answer]) -> Answer:
    """Reads, and reads once more after a few seconds where something is still found: a walk has few requests."""
    answer = read()
    if is_gone(answer):
        return answer
    time.sleep(PATIENCE)
    return read()


def custom(name: str, **members: Any) -> Json:
    """A custom item."""
    return {"name": name, "sku": "ES-17", "quantity": 1, "list_price": 12.25, **members}


CUSTOM = (
    custom(("Gravierter Ständer für Žofie, 花子の台 " * ITEM_NAME)[:ITEM_NAME].strip(), quantity=33),
    *(custom(f"Stand {number}", list_price=number + 0.25, quantity=number) for number in range(2, 13)),
)


def apart(tell: Telling, server: ServerFace, arrange: Arrange) -> None:
    """Another cart with custom items gets metafields."""
    aside = Telling(tell.story, server)
    with tell.story.part("apart"):
        body = {
            "line_items": [goods_line(each) for each in goods(arrange.stock)[:MANY]],
            "custom_items": list(CUSTOM),
        }
        aside.start("apart: create", lambda: create_cart(server, body))
        metafields(aside, server, tell.checkout_id)


def metafield(key: str, **members: Any) -> Json:
    """A metafield of a cart."""
    given = {"permission_set": "read", "namespace": "shop", "value": "north", "description": "Where"}
    return {**given, "key": key, **members}


RICH = metafield(
    "first",
    permission_set="write_and_sf_access",
    value='{"gift": true, "note": "für Žofie, 花子"}' * 10,
    description="D" * DESCRIPTION,
)
SOUTH = metafield("second", value="south", description="Which door")


def metafields(tell: Telling, server: ServerFace, other_cart: str) -> None:
    """Three metafields are made and one on another cart; a second of one name is refused, and one is changed."""
    api, cart_id = server.api, tell.checkout_id
    with tell.story.part("metafield"):
        made = tell.aside("metafield: create", lambda: api.create_cart_metafield(cart_id, RICH))
        if made.status in NO_SUCH_OPERATION:
            raise Lacking(f"the store has no metafields of carts: {made}")
        rows = [{"resource_id": cart_id, **metafield(key)} for key in ("second", "third")]
        rows.append({"resource_id": other_cart, **metafield("elsewhere")})
        batch = _accepted(tell.aside("metafield: create more", lambda: api.create_carts_metafields(rows)))
        tell.aside("metafield: name twice", lambda: api.create_cart_metafield(cart_id, metafield("first")))
        second = int(next((each["id"] for each in batch.data if each.get("key") == "second"), 0))
        tell.aside("metafield: update", lambda: api.update_cart_metafield(cart_id, second, SOUTH))
        tell.aside("metafield: list", lambda: api.get_cart_metafields(cart_id))


def fees_in(answer: Answer) -> list[Json]:
    """The fees of the checkout in an answer, in the order of their ids."""
    held: list[Json] = document(answer).get("fees") or []
    return sorted(held, key=lambda each: str(each.get("id")))


def _accepted(answer: Answer) -> Answer:
    if not answer.accepted:
        raise Unarranged(f"{answer} in the middle of a walk")
    return answer
