"""The life of a cart: made of something, with nothing else on it, read without effect, changed, deleted for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.suite.arrange import Arrange, wanted_of
from conformance.suite.documents import cart_in, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.scenarios.asking import create_cart, goods_line
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import holds, is_gone
from conformance.suite.scenarios.linking import ask_for_links, link_to_cart, link_to_checkout
from conformance.suite.scenarios.looking import (
    NOWHERE,
    cart_document,
    changed,
    changed_on,
    document,
    listed,
    moment,
    now,
    only,
)
from conformance.suite.scenarios.trading import code_of, into_another_currency
from conformance.targets.provisioning import Stock

ShopperAt = Callable[[str], StorefrontFace]
LinkTo = Callable[[Arrange, ServerFace, str], str]
# The codes that ISO 4217 sets apart for tests and for no currency at all: no store trades in them.
NO_CURRENCIES = ["XTS", "XXX"]


@pytest.mark.requirement("cart-create-needs-content")
def test_a_cart_of_nothing_is_not_made(server: ServerFace, arrange: Arrange) -> None:
    """A request that names nothing to put into a cart is refused, one that names a line is accepted."""
    refused = create_cart(server, {})
    assert refused.refused, f"making a cart of nothing was answered with {refused.status}"
    answer = create_cart(server, {"line_items": [goods_line(arrange.wanted())]})
    assert answer.accepted, f"making a cart of one product was refused with {answer.status}"


@pytest.mark.requirement("cart-starts-clean")
def test_a_new_cart_has_its_goods_and_nothing_else(face: Face, arrange: Arrange) -> None:
    """A new checkout has no coupon, consignment, message or order, only its goods."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    answer = face.read_checkout(checkout.id)
    assert answer.accepted, f"reading a new checkout was refused with {answer.status}"
    shown = checkout_in(answer)
    assert not shown.coupons, "a new checkout has a coupon"
    assert not shown.consignments, "a new checkout has a consignment"
    assert not shown.customer_message, "a new checkout has a customer message"
    assert not document(answer).get("order_id"), "a new checkout has an order"
    assert not cart_document(answer).get("coupons"), "a new cart has a coupon"


@pytest.mark.requirement("cart-starts-clean")
def test_a_new_cart_takes_nothing_over_from_the_one_before(server: ServerFace, arrange: Arrange) -> None:
    """A cart that is made after another one starts without the message, address and consignment of the other."""
    arrange.done(lambda: server.leave_message(arrange.ready_to_order(server).id, "Please ring twice."))
    answer = server.create_cart((arrange.wanted(),))
    assert answer.accepted, f"making a cart was refused with {answer.status}"
    shown = now(server, cart_in(answer).id)
    assert not shown.consignments, "a new checkout has the consignment of another one"
    assert not shown.customer_message, "a new checkout has the message of another one"
    assert not shown.billing.get("address1"), "a new checkout has the billing address of another one"


@pytest.mark.requirement("cart-of-guest-has-no-customer")
def test_a_cart_that_nobody_is_named_for_is_a_guests(face: Face, arrange: Arrange) -> None:
    """A cart made without a customer shows customer 0, by itself and in its checkout."""
    checkout = arrange.checkout(face)
    by_itself, inside = face.read_cart(checkout.id), face.read_checkout(checkout.id)
    assert cart_document(by_itself).get("customer_id", 0) == 0, "a guest's cart shows a customer"
    assert cart_document(inside).get("customer_id", 0) == 0, "a guest's checkout shows a customer"


@pytest.mark.requirement("cart-keeps-its-currency")
def test_a_cart_keeps_its_currency(face: Face, arrange: Arrange) -> None:
    """The currency of a cart stays while items, addresses, consignments and messages come and go."""
    created = face.create_cart((arrange.wanted(),))
    assert created.accepted, f"making a cart was refused with {created.status}"
    cart = cart_in(created)
    checkout = arrange.billed(face, arrange.consigned(face, arrange.read(face, cart.id)))
    arrange.done(lambda: face.add_items(checkout.id, (arrange.wanted(2),)))
    after = arrange.read(face, checkout.id)
    first = (cart.currency or {}).get("code")
    assert code_of(after) == first, "the cart has another currency than at first"


@pytest.mark.requirement("cart-currency-as-asked")
def test_a_cart_is_made_in_the_currency_that_was_asked_for(server: ServerFace, arrange: Arrange) -> None:
    """A cart made in the store's own currency, by its code, has it, in the answer and in its checkout."""
    code = code_of(arrange.checkout(server))
    answer = create_cart(server, {"currency": {"code": code}, "line_items": [goods_line(arrange.wanted())]})
    assert answer.accepted, f"a cart in the store's own currency was refused with {answer.status}"
    assert (cart_in(answer).currency or {}).get("code") == code, "the cart has another currency than asked for"
    assert code_of(now(server, cart_in(answer).id)) == code, "the checkout has another currency"


@pytest.mark.requirement("session-starts-without-cart")
def test_a_shopper_who_has_just_come_has_no_cart(shopper: StorefrontFace, arrange: Arrange) -> None:
    """A session lists no cart before one is made, and the one that was made afterwards."""
    before = shopper.read_cart("")
    checkout = arrange.checkout(shopper)
    assert is_gone(before), "a new session has a cart already"
    answer = shopper.read_cart(checkout.id)
    assert cart_in(answer).id == checkout.id, "the session lists another cart than the one that was made"


@pytest.mark.requirement("cart-made-after-deletion-is-fresh")
def test_a_cart_made_after_another_was_deleted_is_a_new_one(face: Face, arrange: Arrange) -> None:
    """A cart made after the deletion of another has an id and goods of its own, and nothing of the other."""
    gone = arrange.billed(face, arrange.checkout(face, *lines(arrange.stock, 1, 2)))
    arrange.done(lambda: face.leave_message(gone.id, "Please ring twice."))
    arrange.done(lambda: face.delete_cart(gone.id))
    answer = face.create_cart((arrange.wanted(3),))
    assert answer.accepted, f"making a cart after a deletion was refused with {answer.status}"
    fresh = now(face, cart_in(answer).id)
    assert fresh.id != gone.id, "the new cart has the id of the deleted one"
    assert holds(fresh.cart, arrange.wanted(3)), "the new cart holds goods of the deleted one"
    assert not fresh.customer_message, "the new checkout has the message of the deleted one"
    assert not fresh.billing.get("address1"), "the new checkout has the billing address of the deleted one"


@pytest.mark.requirement("cart-currency-unknown-is-refused")
@pytest.mark.parametrize("code", NO_CURRENCIES)
def test_a_cart_takes_no_currency_that_the_store_lacks(shopper: StorefrontFace, arrange: Arrange, code: str) -> None:
    """A currency that no store has is refused and changes nothing, the cart's own one is accepted."""
    checkout = arrange.checkout(shopper)
    refused = shopper.api.update_cart_currency(checkout.id, code)
    assert refused.refused, f"a currency that no store has was answered with {refused.status}"
    assert not changed_on(shopper, checkout), "a refused currency changed the checkout"
    answer = shopper.api.update_cart_currency(checkout.id, code_of(checkout))
    assert answer.accepted, f"the cart's own currency was refused with {answer.status}"


@pytest.mark.requirement("cart-currency-change-keeps-goods")
def test_setting_the_currency_leaves_the_goods(shopper: StorefrontFace, arrange: Arrange) -> None:
    """Setting the currency that a cart has already leaves its goods, addresses and amounts."""
    checkout = arrange.billed(shopper, arrange.checkout(shopper, *lines(arrange.stock, 2, 11, 1)))
    answer = shopper.api.update_cart_currency(checkout.id, code_of(checkout))
    assert answer.accepted, f"the cart's own currency was refused with {answer.status}"
    differing = changed_on(shopper, checkout)
    assert not differing, f"setting the currency that the cart had changed {', '.join(differing)}"


@pytest.mark.requirement("cart-currency-change-is-shown")
def test_a_cart_shows_the_currency_that_it_was_changed_to(shopper: StorefrontFace, arrange: Arrange) -> None:
    """A cart changed to another currency shows it, by itself and in its checkout, with the same goods."""
    checkout = arrange.checkout(shopper, *lines(arrange.stock, 2, 1))
    code = into_another_currency(shopper, checkout)
    answer = shopper.read_cart(checkout.id)
    assert code_of(now(shopper, checkout.id)) == code, "the checkout shows another currency"
    assert cart_document(answer).get("currency", {}).get("code") == code, "the cart shows another currency"
    assert cart_in(answer).contents == checkout.cart.contents, "another currency came with other goods"


@pytest.mark.requirement("cart-created-time-is-kept")
def test_a_cart_keeps_the_time_of_its_making(face: Face, arrange: Arrange) -> None:
    """The time at which a cart was created stays while it is changed."""
    checkout = arrange.checkout(face)
    first = moment(cart_document(face.read_cart(checkout.id)), "created_time")
    arrange.done(lambda: face.add_items(checkout.id, (arrange.wanted(2),)))
    arrange.billed(face, checkout)
    answer = face.read_cart(checkout.id)
    assert moment(cart_document(answer), "created_time") == first, "the cart shows another time of creation"
    inside = cart_document(face.read_checkout(checkout.id))
    assert moment(inside, "created_time") == first, "the checkout shows another time of creation for its cart"


@pytest.mark.requirement("cart-updated-time-runs-forward")
def test_the_time_of_the_last_change_never_goes_back(face: Face, arrange: Arrange) -> None:
    """Each change leaves a time of the last change that is no earlier than the one before."""
    checkout = arrange.checkout(face)
    made = moment(cart_document(face.read_cart(checkout.id)), "updated_time")
    arrange.done(lambda: face.add_items(checkout.id, (arrange.wanted(2),)))
    added = moment(cart_document(face.read_cart(checkout.id)), "updated_time")
    arrange.billed(face, checkout)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    answer = face.read_cart(checkout.id)
    assert made <= added <= moment(cart_document(answer), "updated_time"), "the time of the last change went back"


@pytest.mark.requirement("cart-read-changes-nothing")
def test_reading_a_cart_changes_nothing(face: Face, arrange: Arrange) -> None:
    """A cart that is read twice shows the same lines, amounts and time of the last change both times."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 12))
    first, second = face.read_cart(checkout.id), face.read_cart(checkout.id)
    assert first.accepted, f"reading a cart was refused with {first.status}"
    assert second.accepted, f"reading a cart again was refused with {second.status}"
    assert _essence(cart_document(first)) == _essence(cart_document(second)), "a cart read again shows other things"
    differing = changed_on(face, checkout)
    assert not differing, f"reading a cart changed {', '.join(differing)}"


@pytest.mark.requirement("checkout-read-changes-nothing")
def test_reading_a_checkout_changes_nothing(face: Face, arrange: Arrange) -> None:
    """A finished checkout that is read with and without its shipping options stays as it was."""
    checkout = arrange.ready_to_order(face, *lines(arrange.stock, 1, 12))
    arrange.done(lambda: face.read_checkout(checkout.id, shipping_options=True))
    answer = face.read_checkout(checkout.id)
    assert answer.accepted, f"reading a checkout again was refused with {answer.status}"
    differing = changed(checkout, checkout_in(answer))
    assert not differing, f"reading a checkout changed {', '.join(differing)}"
    assert checkout_in(answer).version == checkout.version, "reading a checkout changed its version"


@pytest.mark.requirement("cart-unknown-is-not-found")
def test_a_cart_that_is_not_there_is_not_found(server: ServerFace, arrange: Arrange) -> None:
    """Reading a cart that was never made is answered with 404, reading one that was made is accepted."""
    missing = server.read_cart(NOWHERE)
    assert missing.status == 404, f"reading a cart that is not there was answered with {missing.status}, not 404"
    answer = server.read_cart(arrange.checkout(server).id)
    assert answer.accepted, f"reading a cart that is there was refused with {answer.status}"


@pytest.mark.requirement("checkout-unknown-is-refused")
def test_a_checkout_that_is_not_there_is_refused(face: Face, arrange: Arrange) -> None:
    """Reading a checkout that was never made is refused, reading one that was made is accepted."""
    missing = face.read_checkout(NOWHERE)
    assert missing.refused, f"reading a checkout that is not there was answered with {missing.status}"
    answer = face.read_checkout(arrange.checkout(face).id)
    assert answer.accepted, f"reading a checkout that is there was refused with {answer.status}"


@pytest.mark.requirement("cart-unknown-takes-nothing")
def test_nothing_goes_into_a_cart_that_is_not_there(server: ServerFace, arrange: Arrange) -> None:
    """Goods for a cart that was never made are not accepted and make no cart, for one that is there they are."""
    answer = server.add_items(NOWHERE, (arrange.wanted(),))
    assert not answer.accepted, f"adding goods to a cart that is not there was answered with {answer.status}"
    assert is_gone(server.read_cart(NOWHERE)), "adding goods to a cart that is not there made one"
    known = server.add_items(arrange.checkout(server).id, (arrange.wanted(),))
    assert known.accepted, f"adding goods to a cart that is there was refused with {known.status}"


@pytest.mark.requirement("cart-deleted-takes-nothing")
def test_nothing_goes_into_a_deleted_cart(face: Face, arrange: Arrange) -> None:
    """Goods for a deleted cart are not accepted, and the cart stays gone."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.add_items(checkout.id, (arrange.wanted(),)))
    arrange.done(lambda: face.delete_cart(checkout.id))
    answer = face.add_items(checkout.id, (arrange.wanted(),))
    assert not answer.accepted, f"adding goods to a deleted cart was answered with {answer.status}"
    assert is_gone(face.read_checkout(checkout.id)), "adding goods brought a deleted cart back"


@pytest.mark.requirement("cart-deleted-stays-gone")
def test_a_cart_that_is_deleted_again_stays_gone(face: Face, arrange: Arrange) -> None:
    """Deleting a cart a second time, however that is answered, leaves neither the cart nor its checkout."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.delete_cart(checkout.id))
    again = face.delete_cart(checkout.id)
    assert is_gone(face.read_cart(checkout.id)), f"a cart is back after a second deletion ({again.status})"
    assert is_gone(face.read_checkout(checkout.id)), f"a checkout is back after a second deletion ({again.status})"


@pytest.mark.requirement("cart-delete-leaves-others")
def test_deleting_a_cart_leaves_other_carts(server: ServerFace, arrange: Arrange) -> None:
    """Deleting a cart takes that cart and no other."""
    checkout, other = arrange.checkout(server), arrange.ready_to_order(server, arrange.wanted(2))
    answer = server.delete_cart(checkout.id)
    assert answer.accepted, f"deleting a cart was refused with {answer.status}"
    untouched = server.read_checkout(other.id)
    assert untouched.accepted, f"another checkout can't be read after a cart was deleted: {untouched.status}"
    differing = changed(other, checkout_in(untouched))
    assert not differing, f"deleting a cart changed in another one {', '.join(differing)}"


@pytest.mark.requirement("cart-delete-leaves-others")
def test_deleting_a_shoppers_cart_leaves_the_cart_of_another(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """Deleting the cart of one session takes that cart and not the one of another session."""
    checkout, other = arrange.checkout(shopper), arrange.checkout(another_shopper, arrange.wanted(2))
    answer = shopper.delete_cart(checkout.id)
    assert answer.accepted, f"deleting a cart was refused with {answer.status}"
    untouched = another_shopper.read_checkout(other.id)
    assert untouched.accepted, f"another shopper's checkout can't be read any more: {untouched.status}"
    assert not changed(other, checkout_in(untouched)), "deleting a cart changed the one of another shopper"


@pytest.mark.requirement("cart-links-shown-with-include")
def test_a_cart_shows_its_links_when_they_are_asked_for(server: ServerFace, arrange: Arrange) -> None:
    """Read with the include for redirect URLs, a cart shows links to cart and checkout that name it."""
    checkout = arrange.checkout(server)
    arrange.done(lambda: ask_for_links(server, checkout.id))
    answer = server.api.get_cart(checkout.id, ("redirect_urls",))
    assert answer.accepted, f"reading a cart with its links was refused with {answer.status}"
    links = cart_document(answer).get("redirect_urls") or {}
    assert checkout.id in str(links.get("cart_url")), "the cart shows no link to the cart that names it"
    assert checkout.id in str(links.get("checkout_url")), "the cart shows no link to the checkout that names it"


@pytest.mark.requirement("cart-links-shown-with-include")
def test_a_new_cart_shows_its_links_when_they_are_asked_for(server: ServerFace, arrange: Arrange) -> None:
    """Made with the include for redirect URLs, a cart shows links to cart and checkout that name it."""
    answer = server.api.create_cart({"line_items": [goods_line(arrange.wanted())]}, ("redirect_urls",))
    assert answer.accepted, f"making a cart with its links was refused with {answer.status}"
    cart = cart_document(answer)
    links = cart.get("redirect_urls") or {}
    assert cart["id"] in str(links.get("cart_url")), "the new cart shows no link to the cart that names it"
    assert cart["id"] in str(links.get("checkout_url")), "the new cart shows no link to the checkout that names it"


@pytest.mark.requirement("cart-link-works-once")
@pytest.mark.parametrize(
    "link_to", [pytest.param(link_to_cart, id="to the cart"), pytest.param(link_to_checkout, id="to the checkout")]
)
def test_a_link_opens_the_cart_for_one_session_only(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt, link_to: LinkTo
) -> None:
    """The session that follows a link first has the cart, a session that follows the same link later has not."""
    checkout = arrange.checkout(server)
    link = link_to(arrange, server, checkout.id)
    first = shopper_at(link).read_checkout(checkout.id)
    assert first.accepted, f"the session that followed the link can't read the checkout: {first.status}"
    second = shopper_at(link).read_checkout(checkout.id)
    assert second.refused, f"a second session that followed the same link reads the checkout: {second.status}"


@pytest.mark.requirement("cart-links-change-nothing")
def test_asking_for_links_leaves_the_cart(server: ServerFace, arrange: Arrange) -> None:
    """Asking for the links of a finished checkout, twice, leaves it as it was."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 2, 1))
    arrange.done(lambda: ask_for_links(server, checkout.id))
    answer = ask_for_links(server, checkout.id)
    assert answer.accepted, f"asking for the links of a cart again was refused with {answer.status}"
    differing = changed_on(server, checkout)
    assert not differing, f"asking for links changed {', '.join(differing)}"


@pytest.mark.requirement("cart-unknown-has-no-links")
def test_a_cart_that_is_not_there_has_no_links(server: ServerFace, arrange: Arrange) -> None:
    """Asking for the links of a cart that was never made is refused, of one that is there it is accepted."""
    missing = server.api.create_cart_redirect_url(NOWHERE)
    assert missing.refused, f"asking for the links of a cart that is not there was answered with {missing.status}"
    answer = ask_for_links(server, arrange.checkout(server).id)
    assert answer.accepted, f"asking for the links of a cart that is there was refused with {answer.status}"


OPTIONS = {
    "server": "cart.line_items.physical_items.options",
    "storefront": "cart.lineItems.physicalItems.options",
}


@pytest.mark.requirement("options-shown-with-include")
@pytest.mark.parametrize("variant", [0, 1])
def test_a_line_shows_its_chosen_options_when_they_are_asked_for(
    server: ServerFace, shopper: StorefrontFace, arrange: Arrange, stock: Stock, variant: int
) -> None:
    """Read with the include for options, the line of a product with variants names what was chosen, on both faces."""
    wanted = wanted_of(stock.varied, variant=variant)
    by_server, in_shop = arrange.checkout(server, wanted), arrange.checkout(shopper, wanted)
    answers = (
        server.api.get_checkout(by_server.id, (OPTIONS["server"],)),
        shopper.api.get_checkout(in_shop.id, (OPTIONS["storefront"],)),
    )
    chosen = [
        [each.get("value") for each in only(listed(cart_document(answer), "physical_items")).get("options") or []]
        for answer in answers
    ]
    assert all(chosen), "a face shows no options for a product that was chosen by them"
    assert chosen[0] == chosen[1], "the two faces name different values for the same variant"


def _essence(cart: dict[str, Any]) -> dict[str, object]:
    """What every cart shows on every face, without what a store may add to an answer, whatever the lines' order."""
    names = ("id", "base_amount", "discount_amount", "cart_amount", "created_time")
    kinds = {kind: sorted(str(line) for line in held) for kind, held in (cart.get("line_items") or {}).items()}
    return {name: cart.get(name) for name in names} | kinds
