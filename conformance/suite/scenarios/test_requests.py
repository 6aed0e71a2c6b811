"""Requests that no documented operation would send: refused, and without any effect."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange, whole_cart
from conformance.suite.documents import Checkout
from conformance.suite.faces import Face, ServerFace, StorefrontFace, humped
from conformance.suite.people import ADA
from conformance.suite.scenarios.looking import changed, document

# Where bodies are sent to, with a body that is right there; `{id}` and `{item}` are the checkout's.
MESSAGE = ("PUT", "/checkouts/{id}", {"customer_message": "Please ring twice."})
ADDRESS = ("POST", "/checkouts/{id}/billing-address", dict(ADA))
COUPON = ("POST", "/checkouts/{id}/coupons", {"coupon_code": "TEN"})
PLACES = [
    pytest.param(MESSAGE, id="updateCheckout"),
    pytest.param(ADDRESS, id="addCheckoutBillingAddress"),
    pytest.param(COUPON, id="addCheckoutCoupon"),
]
Place = tuple[str, str, Any]
ROUTES = [
    pytest.param("/no-such-thing", id="beside carts"),
    pytest.param("/checkouts/{id}/no-such-thing", id="below a checkout"),
    pytest.param("/carts/{id}/no-such-thing", id="below a cart"),
]
# Methods that are documented for no path like these.
METHODS = [
    pytest.param("DELETE", "/checkouts/{id}", id="DELETE on a checkout"),
    pytest.param("PUT", "/checkouts/{id}/coupons", id="PUT on the coupons"),
    pytest.param("PUT", "/checkouts/{id}/consignments", id="PUT on the consignments"),
]
# What stands where an object should.
# An empty list is an empty object in some languages, so that the list here holds something.
NO_OBJECTS = [pytest.param(["text"], id="a list"), pytest.param("text", id="a text"), pytest.param(7, id="a number")]


def sent(face: Face, checkout: Checkout, place: tuple[str, str], content: bytes = b"") -> Answer:
    """What is answered to these bytes, sent as JSON to a place of this checkout."""
    method, where = place
    path = where.format(id=checkout.id, item=checkout.cart.items[0].id)
    if isinstance(face, ServerFace | StorefrontFace):
        return face.api.send(method, path, content)
    raise TypeError(f"no face of the API: {face.name}")


def written(face: Face, body: Any) -> bytes:
    """A body as a face writes it."""
    return json.dumps(body if face.name == "server" else humped(body)).encode()


@pytest.mark.requirement("route-unknown-is-refused")
@pytest.mark.parametrize("route", ROUTES)
def test_a_path_that_no_operation_has_is_refused(face: Face, arrange: Arrange, route: str) -> None:
    """A request to a path that no operation has is refused."""
    checkout = arrange.checkout(face)
    refused = sent(face, checkout, ("GET", route))
    assert refused.refused, f"a path that no operation has was answered with {refused.status}"
    answer = face.read_checkout(checkout.id)
    assert answer.accepted, f"a path that an operation has was refused with {answer.status}"


@pytest.mark.requirement("method-unknown-is-refused")
@pytest.mark.parametrize(("method", "route"), METHODS)
def test_a_method_that_no_operation_has_is_refused(face: Face, arrange: Arrange, method: str, route: str) -> None:
    """A method that no operation of the path has is not accepted and changes nothing."""
    checkout = arrange.billed(face, arrange.checkout(face))
    answer = sent(face, checkout, (method, route), written(face, {}))
    assert not answer.accepted, f"{method} where no operation has it was answered with {answer.status}"
    different = changed(checkout, arrange.read(face, checkout.id))
    assert not different, f"{method} where no operation has it changed {', '.join(different)}"


@pytest.mark.requirement("json-malformed-is-refused")
@pytest.mark.parametrize("place", PLACES)
def test_a_body_that_breaks_off_is_refused(face: Face, arrange: Arrange, place: Place) -> None:
    """JSON that breaks off in the middle is refused and changes nothing, whatever it was going to say."""
    checkout = arrange.checkout(face)
    method, route, body = place
    refused = sent(face, checkout, (method, route), written(face, body)[:-2])
    assert refused.refused, f"JSON that breaks off was answered with {refused.status}"
    different = changed(checkout, arrange.read(face, checkout.id))
    assert not different, f"JSON that breaks off changed {', '.join(different)}"


@pytest.mark.requirement("json-malformed-is-refused")
def test_the_same_body_whole_is_accepted(face: Face, arrange: Arrange) -> None:
    """JSON that is refused when it breaks off is accepted when it is whole."""
    checkout = arrange.checkout(face)
    method, route, body = MESSAGE
    refused = sent(face, checkout, (method, route), written(face, body)[:-2])
    answer = sent(face, checkout, (method, route), written(face, body))
    assert refused.refused, f"JSON that breaks off was answered with {refused.status}"
    assert answer.accepted, f"the same JSON, whole, was refused with {answer.status}"


@pytest.mark.requirement("body-without-an-object-is-refused")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("body", NO_OBJECTS)
def test_a_body_that_is_no_object_is_refused(face: Face, arrange: Arrange, place: Place, body: object) -> None:
    """Where an object is documented, a list, a text or a number is refused and changes nothing."""
    checkout = arrange.checkout(face)
    method, route, _ = place
    refused = sent(face, checkout, (method, route), json.dumps(body).encode())
    assert refused.refused, f"a body that is no object was answered with {refused.status}"
    different = changed(checkout, arrange.read(face, checkout.id))
    assert not different, f"a body that is no object changed {', '.join(different)}"


@pytest.mark.requirement("consignments-come-in-a-list")
def test_a_consignment_outside_a_list_is_refused(server: ServerFace, arrange: Arrange) -> None:
    """A consignment that is not sent in a list is refused; the same one in a list is accepted."""
    checkout = arrange.checkout(server)
    parcel = whole_cart(checkout, ADA)
    items = [{"item_id": item, "quantity": quantity} for item, quantity in parcel.items]
    body = {"address": dict(ADA), "line_items": items}
    refused = server.api.add_checkout_consignment(checkout.id, body)
    assert refused.refused, f"a consignment outside a list was answered with {refused.status}"
    answer = server.api.add_checkout_consignment(checkout.id, [body])
    assert answer.accepted, f"the same consignment in a list was refused with {answer.status}"


@pytest.mark.requirement("line-update-names-its-line")
def test_an_update_without_its_line_changes_nothing(face: Face, arrange: Arrange) -> None:
    """An update of a line whose goods don't stand in the documented member leaves the line as it was."""
    checkout = arrange.checkout(face)
    item = checkout.cart.items[0]
    route = "/carts/{id}/items/{item}"
    answer = sent(face, checkout, ("PUT", route), written(face, {"quantity": item.quantity + 4}))
    different = changed(checkout, arrange.read(face, checkout.id))
    assert not different, f"an update without its line was answered with {answer.status} and changed {different}"


@pytest.mark.requirement("id-malformed-is-not-found")
@pytest.mark.parametrize("identifier", [pytest.param("100", id="a number"), pytest.param("no-uuid", id="a text")])
def test_an_id_of_no_documented_form_finds_nothing(server: ServerFace, arrange: Arrange, identifier: str) -> None:
    """Under an id that no cart can have, neither cart nor checkout is found; under one that a cart has, they are."""
    checkout = arrange.checkout(server)
    cart, missing = server.read_cart(identifier), server.read_checkout(identifier)
    assert cart.status == 404, f"a cart by an id of no documented form was answered with {cart.status}, not 404"
    assert missing.refused, f"a checkout by an id of no documented form was answered with {missing.status}"
    answer = server.read_cart(checkout.id)
    assert answer.accepted, f"a cart by its id was refused with {answer.status}"


@pytest.mark.requirement("query-unknown-is-ignored")
def test_a_query_that_nothing_documents_changes_nothing(face: Face, arrange: Arrange) -> None:
    """A query parameter that is documented nowhere is ignored when a checkout is read."""
    checkout = arrange.billed(face, arrange.checkout(face))
    answer = sent(face, checkout, ("GET", "/checkouts/{id}?no_such_parameter=1"))
    assert answer.accepted, f"an unknown query parameter was answered with {answer.status}"
    assert document(answer).get("id") == checkout.id, "an unknown query parameter changes what is shown"


@pytest.mark.requirement("include-changes-nothing-else")
def test_an_include_adds_and_changes_nothing_else(face: Face, arrange: Arrange) -> None:
    """With an include, a checkout shows what it shows without, and more."""
    checkout = arrange.consigned(face, arrange.billed(face, arrange.checkout(face)))
    plain = document(arrange.done(lambda: face.read_checkout(checkout.id)))
    answer = face.read_checkout(checkout.id, shipping_options=True)
    assert answer.accepted, f"an include was refused with {answer.status}"
    missing = sorted(set(plain) - set(document(answer)))
    assert not missing, f"with an include the checkout shows no {', '.join(missing)} any more"
    different = changed(arrange.read(face, checkout.id), arrange.read(face, checkout.id, shipping_options=True))
    assert not different, f"with an include the checkout shows another {', '.join(different)}"
