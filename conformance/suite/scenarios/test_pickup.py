"""Collecting instead of shipping: a pickup consignment stands alone and takes no shipping option."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite.arrange import Arrange, parcel
from conformance.suite.documents import LineItem
from conformance.suite.faces import Face
from conformance.suite.people import ADA
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.parcels import lines_in, sole
from conformance.suite.scenarios.staying import LINE_IDS, changed
from conformance.targets.provisioning import Stock

NO_OPTION = "00000000000000000000000000000000"


@pytest.mark.requirement("consignment-pickup-is-alone")
def test_no_shipping_is_added_to_a_pickup(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A pickup of one line is accepted; a consignment that ships the other is refused and changes nothing."""
    checkout = arrange.checkout(face, *lines(stock, 1, 2))
    first, second = lines_in(checkout, 2)
    answer = face.post_consignments(checkout.id, [collected(stock, first)])
    assert answer.accepted, f"a pickup alone was refused with {answer.status}"
    before = arrange.read(face, checkout.id)
    refused = face.add_consignments(checkout.id, (parcel(ADA, second),))
    assert refused.refused, f"shipping beside a pickup was answered with {refused.status}"
    differing = changed(before, arrange.read(face, checkout.id), LINE_IDS)
    assert not differing, f"shipping that was refused beside a pickup changed {differing}"


@pytest.mark.requirement("consignment-pickup-is-alone")
def test_there_are_no_two_pickups(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Two pickups in one request are refused and leave none; one of both lines is accepted."""
    checkout = arrange.checkout(face, *lines(stock, 1, 2))
    first, second = lines_in(checkout, 2)
    refused = face.post_consignments(checkout.id, [collected(stock, first), collected(stock, second)])
    assert refused.refused, f"two pickups were answered with {refused.status}"
    assert not arrange.read(face, checkout.id).consignments, "two pickups were refused and left a consignment"
    answer = face.post_consignments(checkout.id, [collected(stock, first, second)])
    assert answer.accepted, f"a pickup of both lines was refused with {answer.status}"


@pytest.mark.requirement("consignment-pickup-has-no-shipping-option")
def test_a_pickup_takes_no_shipping_option(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A shipping option that the store offers elsewhere is refused for a pickup, which costs no shipping."""
    checkout = arrange.checkout(face, *lines(stock, 1))
    offered = sole(arrange.consigned(face, checkout).consignments)
    arrange.done(lambda: face.delete_consignment(checkout.id, offered.id))
    items = arrange.read(face, checkout.id).cart.items
    collecting = arrange.done(lambda: face.post_consignments(checkout.id, [collected(stock, *items)]))
    assert collecting.accepted, f"a pickup alone was refused with {collecting.status}"
    before = arrange.read(face, checkout.id)
    options = [each.id for each in offered.available_shipping_options or ()]
    refused = face.choose_shipping(checkout.id, sole(before.consignments).id, (options or [NO_OPTION])[0])
    assert refused.refused, f"a shipping option for a pickup was answered with {refused.status}"
    differing = changed(before, arrange.read(face, checkout.id))
    assert not differing, f"a shipping option that was refused for a pickup changed {differing}"


def collected(stock: Stock, *items: LineItem) -> dict[str, Any]:
    """A consignment of these lines that the shopper collects."""
    return {
        "pickup_option": {"pickup_method_id": stock.pickup_method_id},
        "line_items": [{"item_id": item.id, "quantity": item.quantity} for item in items],
    }
