"""Discounts given by hand: they lower the total, replace earlier ones and leave everything else."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange
from conformance.suite.documents import Checkout, checkout_in
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.linking import link_to_cart
from conformance.suite.scenarios.looking import (
    NOWHERE,
    cart_document,
    changed,
    changed_on,
    discounts_shown,
    exact,
    listed,
    now,
    only,
)
from conformance.suite.scenarios.redeeming import undiscounted
from conformance.suite.scenarios.supposing import applies_where
from conformance.suite.scenarios.trading import code_of, into_another_currency

ShopperAt = Callable[[str], StorefrontFace]
# Tax is worked out and rounded anew with each amount.
A_CENT = Decimal("0.01")


@pytest.mark.requirement("manual-discount-lowers-total")
@pytest.mark.parametrize("share", ["0.05", "0.37", "0.8"])
def test_a_discount_is_taken_off(server: ServerFace, arrange: Arrange, share: str) -> None:
    """A discount on the cart lowers the grand total by its amount, and by the tax on it where that comes on top."""
    checkout = undiscounted(arrange.checkout(server, arrange.wanted(3)))
    off = f"{checkout.cart.base_amount * Decimal(share):.2f}"
    answer = server.api.add_checkout_discount(checkout.id, _off(off))
    assert answer.accepted, f"a discount was refused with {answer.status}"
    fallen = checkout.grand_total - now(server, checkout.id).grand_total
    assert fallen >= Decimal(off) - A_CENT, "the grand total fell by less than the discount"
    assert fallen <= Decimal(off) * 2, "the grand total fell by more than the discount with any tax on it"
    assert abs(checkout_in(answer).grand_total - (checkout.grand_total - fallen)) <= HALF_A_CENT, (
        "the answer shows another grand total than the checkout afterwards"
    )


@pytest.mark.requirement("manual-discount-is-shown")
def test_a_discount_is_shown_on_the_cart(server: ServerFace, arrange: Arrange) -> None:
    """A cart that was given a discount shows it, by itself and in its checkout."""
    checkout = arrange.checkout(server, arrange.wanted(3))
    before = server.read_cart(checkout.id)
    answer = server.api.add_checkout_discount(checkout.id, _off("2"))
    assert answer.accepted, f"a discount was refused with {answer.status}"
    by_itself, inside = server.read_cart(checkout.id), server.read_checkout(checkout.id)
    earlier = discounts_shown(cart_document(before))
    assert discounts_shown(cart_document(by_itself)) != earlier, "the cart doesn't show the discount"
    assert discounts_shown(cart_document(inside)) != earlier, "the checkout doesn't show the discount of its cart"


@pytest.mark.requirement("manual-discount-never-below-nothing")
def test_a_discount_beyond_the_price_leaves_nothing_owed_to_the_shopper(server: ServerFace, arrange: Arrange) -> None:
    """A discount of more than everything costs leaves no negative total, whether it is accepted or refused."""
    checkout = arrange.checkout(server, *lines(arrange.stock, 2, 1))
    answer = server.api.add_checkout_discount(checkout.id, _off(str(checkout.grand_total * 10)))
    after = now(server, checkout.id)
    assert after.grand_total >= 0, f"the grand total is negative after a discount that was answered {answer.status}"
    assert after.cart.contents == checkout.cart.contents, "a discount changed the contents of the cart"


@pytest.mark.requirement("manual-discount-replaces-earlier")
def test_a_second_discount_takes_the_place_of_the_first(server: ServerFace, arrange: Arrange) -> None:
    """A discount given after another one counts alone: the total is what it would be without the first."""
    wanted = arrange.wanted(3)
    once, twice = arrange.checkout(server, wanted), arrange.checkout(server, wanted)
    arrange.done(lambda: server.api.add_checkout_discount(once.id, _off("3")))
    arrange.done(lambda: server.api.add_checkout_discount(twice.id, _off("5")))
    answer = server.api.add_checkout_discount(twice.id, _off("3"))
    assert answer.accepted, f"a second discount was refused with {answer.status}"
    alone, together = now(server, once.id).grand_total, now(server, twice.id).grand_total
    assert abs(alone - together) <= HALF_A_CENT, "the first discount still counts after the second"


@pytest.mark.requirement("manual-discount-replaces-earlier")
def test_a_discount_takes_the_place_of_one_on_a_line(server: ServerFace, arrange: Arrange) -> None:
    """A discount on the cart that is given after one on a line counts alone."""
    wanted = lines(arrange.stock, 3, 1)
    once, twice = arrange.checkout(server, *wanted), arrange.checkout(server, *wanted)
    arrange.done(lambda: server.api.add_checkout_discount(once.id, _off("3")))
    arrange.done(lambda: server.api.add_checkout_discount(twice.id, _off_first_line(twice)))
    answer = server.api.add_checkout_discount(twice.id, _off("3"))
    assert answer.accepted, f"a discount after one on a line was refused with {answer.status}"
    alone, together = now(server, once.id).grand_total, now(server, twice.id).grand_total
    assert abs(alone - together) <= HALF_A_CENT, "the discount on a line still counts after one on the cart"


@pytest.mark.requirement("manual-discount-replaces-earlier")
def test_a_discount_on_a_line_takes_the_place_of_one_on_the_cart(server: ServerFace, arrange: Arrange) -> None:
    """A discount on a line that is given after one on the cart counts alone."""
    wanted = lines(arrange.stock, 3, 1)
    once, twice = arrange.checkout(server, *wanted), arrange.checkout(server, *wanted)
    arrange.done(lambda: server.api.add_checkout_discount(once.id, _off_first_line(once)))
    arrange.done(lambda: server.api.add_checkout_discount(twice.id, _off("3")))
    answer = server.api.add_checkout_discount(twice.id, _off_first_line(twice))
    assert answer.accepted, f"a discount on a line after one on the cart was refused with {answer.status}"
    alone, together = now(server, once.id).grand_total, now(server, twice.id).grand_total
    assert abs(alone - together) <= HALF_A_CENT, "the discount on the cart still counts after one on a line"


@pytest.mark.requirement("manual-discount-of-zero-restores")
def test_a_discount_of_nothing_takes_the_discount_back(server: ServerFace, arrange: Arrange) -> None:
    """A discount of 0 after another one leaves the total that the checkout had without any."""
    checkout = arrange.checkout(server, *lines(arrange.stock, 2, 1))
    arrange.done(lambda: server.api.add_checkout_discount(checkout.id, _off("4.5")))
    answer = server.api.add_checkout_discount(checkout.id, _off("0"))
    applies_where(not answer.refused, "the store takes no discount of nothing")
    differing = changed_on(server, checkout)
    assert not differing, f"a discount that was given and taken back changed {', '.join(differing)}"


@pytest.mark.requirement("manual-discount-on-line-lowers-total")
@pytest.mark.parametrize("place", [0, 2])
def test_a_discount_on_a_line_is_taken_off(server: ServerFace, arrange: Arrange, place: int) -> None:
    """A discount on one line of three lowers the grand total by its amount, and leaves the lines."""
    checkout = undiscounted(arrange.checkout(server, *lines(arrange.stock, 1, 2, 3)))
    line, off = checkout.cart.items[place], Decimal("0.75")
    body = {"line_items": [{"id": line.id, "discounted_amount": float(off)}]}
    answer = server.api.add_checkout_discount(checkout.id, body)
    assert answer.accepted, f"a discount on a line was refused with {answer.status}"
    after = now(server, checkout.id)
    fallen = checkout.grand_total - after.grand_total
    # Whether the amount is meant for the line or for each of its pieces no document says.
    assert off - A_CENT <= fallen <= off * line.quantity * 2, "the grand total doesn't follow a line's discount"
    differing = changed(checkout, after, "grand total")
    assert not differing, f"a discount on a line changed {', '.join(differing)}"


@pytest.mark.requirement("manual-discount-on-line-leaves-other-lines")
@pytest.mark.parametrize("place", [0, 1])
def test_a_discount_on_a_line_is_that_lines(server: ServerFace, arrange: Arrange, place: int) -> None:
    """A discount on one line of two leaves what the other one shows of prices and discounts."""
    checkout = undiscounted(arrange.checkout(server, *lines(arrange.stock, 1, 2)))
    line, other = checkout.cart.items[place].id, checkout.cart.items[1 - place].id
    before = _amounts_of(server.read_checkout(checkout.id), other)
    answer = server.api.add_checkout_discount(checkout.id, {"line_items": [{"id": line, "discounted_amount": 0.75}]})
    assert answer.accepted, f"a discount on a line was refused with {answer.status}"
    after = _amounts_of(server.read_checkout(checkout.id), other)
    assert after == before, "a discount on one line shows on another"


@pytest.mark.requirement("manual-discounts-together-add-up")
def test_discounts_that_are_given_together_are_taken_off_together(server: ServerFace, arrange: Arrange) -> None:
    """Two discounts in one request lower the total as one of their sum does."""
    wanted = arrange.wanted(3)
    apart, whole = arrange.checkout(server, wanted), arrange.checkout(server, wanted)
    arrange.done(lambda: server.api.add_checkout_discount(whole.id, _off("5")))
    both = {"discounts": [{"discounted_amount": 3}, {"discounted_amount": 2}]}
    answer = server.api.add_checkout_discount(apart.id, both)
    applies_where(not answer.refused, "the store takes one discount at a time")
    together, alone = now(server, apart.id).grand_total, now(server, whole.id).grand_total
    assert abs(together - alone) <= HALF_A_CENT, "two discounts take off another amount than one of their sum"


@pytest.mark.requirement("manual-discount-leaves-the-rest")
def test_a_discount_leaves_the_rest_of_the_checkout(server: ServerFace, arrange: Arrange) -> None:
    """A discount on a finished checkout changes its total and neither items, addresses, shipping nor message."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 1, 2))
    arrange.done(lambda: server.leave_message(checkout.id, "Please ring twice."))
    before = arrange.read(server, checkout.id)
    answer = server.api.add_checkout_discount(checkout.id, _off("2"))
    assert answer.accepted, f"a discount was refused with {answer.status}"
    differing = changed_on(server, before, "grand total")
    assert not differing, f"a discount changed {', '.join(differing)}"


@pytest.mark.requirement("manual-discount-of-unknown-line-changes-nothing")
def test_a_discount_on_a_line_that_is_not_there_changes_nothing(server: ServerFace, arrange: Arrange) -> None:
    """A discount on a line that the cart doesn't have leaves the checkout, one on a line that it has is accepted."""
    checkout = arrange.checkout(server, *lines(arrange.stock, 1, 2))
    answer = server.api.add_checkout_discount(
        checkout.id, {"line_items": [{"id": NOWHERE, "discounted_amount": 1.5}]}
    )
    differing = changed_on(server, checkout)
    assert not differing, f"a discount on no line ({answer.status}) changed {', '.join(differing)}"
    body = {"line_items": [{"id": checkout.cart.items[0].id, "discounted_amount": 1.5}]}
    known = server.api.add_checkout_discount(checkout.id, body)
    assert known.accepted, f"a discount on a line that is there was refused with {known.status}"


@pytest.mark.requirement("manual-discount-crosses-faces")
def test_a_discount_counts_on_both_faces(server: ServerFace, arrange: Arrange, shopper_at: ShopperAt) -> None:
    """A discount that a server gives is in the total that the shopper's session shows."""
    checkout = arrange.checkout(server, arrange.wanted(3))
    shopper = shopper_at(link_to_cart(arrange, server, checkout.id))
    answer = server.api.add_checkout_discount(checkout.id, _off("6.25"))
    assert answer.accepted, f"a discount was refused with {answer.status}"
    seen, by_server = now(shopper, checkout.id), now(server, checkout.id)
    assert abs(seen.grand_total - by_server.grand_total) <= HALF_A_CENT, "the session shows another grand total"
    assert seen.grand_total < checkout.grand_total, "the session shows the total without the discount"


@pytest.mark.requirement("manual-discount-bars-currency-change")
def test_the_currency_of_a_discounted_cart_stays(server: ServerFace, arrange: Arrange, shopper_at: ShopperAt) -> None:
    """A currency that is accepted before a discount was given by hand is refused afterwards."""
    checkout = arrange.checkout(server, arrange.wanted(3))
    shopper = shopper_at(link_to_cart(arrange, server, checkout.id))
    other = into_another_currency(shopper, checkout)
    back = shopper.api.update_cart_currency(checkout.id, code_of(checkout))
    assert back.accepted, f"the currency that the cart had at first was refused with {back.status}"
    arrange.done(lambda: server.api.add_checkout_discount(checkout.id, _off("2")))
    before = arrange.read(server, checkout.id)
    refused = shopper.api.update_cart_currency(checkout.id, other)
    assert refused.refused, f"another currency for a discounted cart was answered with {refused.status}"
    assert not changed_on(server, before), "a refused currency changed the checkout"


def _off(amount: str) -> dict[str, Any]:
    return {"discounts": [{"discounted_amount": float(amount)}]}


def _amounts_of(read: Answer, line_id: str) -> tuple[object, ...]:
    """What a line shows of its prices and discounts."""
    line = only([each for each in listed(cart_document(read), "physical_items") if each.get("id") == line_id])
    shares = [exact(each.get("discounted_amount")) for each in line.get("discounts") or []]
    named = ("list_price", "sale_price", "extended_sale_price", "discount_amount")
    return (*(exact(line.get(name)) for name in named), *(share for share in shares if share))


def _off_first_line(checkout: Checkout) -> dict[str, Any]:
    return {"line_items": [{"id": checkout.cart.items[0].id, "discounted_amount": 0.75}]}
