"""Lines without a catalog product: custom items, and gift certificates that are being bought."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange
from conformance.suite.documents import cart_in
from conformance.suite.faces import Face, ServerFace
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.asking import add_items, create_cart, goods_line
from conformance.suite.scenarios.looking import cart_document, changed_on, document, exact, listed, now, only
from conformance.suite.scenarios.staying import near
from conformance.suite.scenarios.supposing import applies_where
from conformance.targets.provisioning import Lacking

# Documented: a custom item's name has up to 250 characters, a certificate's message up to 200.
LONGEST_NAME, LONGEST_MESSAGE = 250, 200
# Documented: a gift certificate is worth 1 to 1000.
WITHIN = [1, 25.5, 1000]
OUTSIDE = [0.99, 1000.01]
USUAL = Decimal(25)

NAMES = [
    pytest.param("Engraved stand", id="short"),
    pytest.param("Gravierter Ständer für Žofie, 花子の台", id="in other scripts"),
    pytest.param('12" stand & base, "oiled"', id="with quotes"),
]


@pytest.mark.requirement("custom-item-is-kept")
@pytest.mark.parametrize("name", NAMES)
def test_a_custom_item_is_shown_as_it_was_given(server: ServerFace, arrange: Arrange, name: str) -> None:
    """A custom item has its name, SKU, quantity and price in the cart and in the checkout."""
    given = _custom(name=name, sku="ES-17", quantity=3)
    answer = create_cart(server, {"line_items": [goods_line(arrange.wanted())], "custom_items": [given]})
    assert answer.accepted, f"a cart with a custom item was refused with {answer.status}"
    cart_id = cart_in(answer).id
    by_itself = only(listed(cart_document(server.read_cart(cart_id)), "custom_items"))
    inside = only(listed(cart_document(server.read_checkout(cart_id)), "custom_items"))
    assert _told(by_itself) == _told(given), "the cart shows the custom item otherwise than it was given"
    assert _told(inside) == _told(given), "the checkout shows the custom item otherwise than it was given"


@pytest.mark.requirement("custom-item-update-is-shown")
def test_an_update_of_a_custom_item_is_shown(server: ServerFace, arrange: Arrange) -> None:
    """A custom item that was updated to another quantity and price has them, and a product beside it stays."""
    cart = cart_in(arrange.done(lambda: create_cart(server, _beside(arrange, custom_items=[_custom(sku="ES-17")]))))
    line = only(listed(cart_document(server.read_cart(cart.id)), "custom_items"))
    changed = _custom(sku="ES-17", quantity=4, list_price=7.25)
    answer = server.api.update_cart_line_item(cart.id, str(line.get("id")), {"custom_items": [changed]})
    applies_where(not answer.refused, "the store refuses updates of custom items")
    after = server.read_cart(cart.id)
    shown = only(listed(cart_document(after), "custom_items"))
    assert _told(shown) == _told(changed), "the cart shows the custom item otherwise than it was updated to"
    assert cart_in(after).items == cart.items, "updating a custom item changed a product beside it"


@pytest.mark.requirement("custom-item-name-up-to-250")
def test_a_custom_item_may_have_a_long_name(server: ServerFace, arrange: Arrange) -> None:
    """A name of 250 characters is accepted beside a product, and shown whole."""
    answer = create_cart(server, _beside(arrange, custom_items=[_custom(name="o" * LONGEST_NAME)]))
    assert answer.accepted, f"a custom item with a name of 250 characters was refused with {answer.status}"
    shown = only(listed(cart_document(server.read_cart(cart_in(answer).id)), "custom_items"))
    assert shown.get("name") == "o" * LONGEST_NAME, "a name of 250 characters is not shown whole"


@pytest.mark.requirement("custom-item-name-over-250-is-refused")
def test_a_custom_item_may_not_have_a_longer_name(server: ServerFace, arrange: Arrange) -> None:
    """A name of 251 characters is refused and changes nothing, one of 250 is accepted on the same cart."""
    checkout = arrange.checkout(server)
    refused = add_items(server, checkout.id, {"custom_items": [_custom(name="o" * (LONGEST_NAME + 1))]})
    assert refused.refused, f"a name of 251 characters was answered with {refused.status}"
    assert not changed_on(server, checkout), "a refused custom item changed the checkout"
    answer = add_items(server, checkout.id, {"custom_items": [_custom(name="o" * LONGEST_NAME)]})
    assert answer.accepted, f"a name of 250 characters was refused with {answer.status}"


@pytest.mark.requirement("custom-item-needs-a-name")
def test_a_custom_item_may_not_be_nameless(server: ServerFace, arrange: Arrange) -> None:
    """A custom item with an empty name is refused and changes nothing, one of one letter is accepted."""
    checkout = arrange.checkout(server)
    refused = add_items(server, checkout.id, {"custom_items": [_custom(name="")]})
    assert refused.refused, f"an empty name was answered with {refused.status}"
    assert not changed_on(server, checkout), "a refused custom item changed the checkout"
    answer = add_items(server, checkout.id, {"custom_items": [_custom(name="o")]})
    assert answer.accepted, f"a name of one letter was refused with {answer.status}"


@pytest.mark.requirement("custom-item-price-counts")
@pytest.mark.parametrize(("price", "quantity"), [("19.99", 1), ("0.35", 33), ("1234.56", 12)])
def test_a_custom_item_costs_its_price(server: ServerFace, arrange: Arrange, price: str, quantity: int) -> None:
    """A custom item raises the base amount by its price times its quantity, to the cent."""
    checkout = arrange.checkout(server, arrange.wanted(2))
    item = _custom(list_price=float(price), quantity=quantity)
    answer = add_items(server, checkout.id, {"custom_items": [item]})
    assert answer.accepted, f"adding a custom item was refused with {answer.status}"
    risen = now(server, checkout.id).cart.base_amount - checkout.cart.base_amount
    assert near(risen, Decimal(price) * quantity), "the base amount rose by something else than the price"


@pytest.mark.requirement("custom-item-leaves-other-lines")
def test_a_custom_item_is_added_and_deleted_by_itself(server: ServerFace, arrange: Arrange) -> None:
    """Of two custom items beside a product one is deleted: the other one and the product stay as they were."""
    checkout = arrange.checkout(server, arrange.wanted(2))
    arrange.done(lambda: add_items(server, checkout.id, {"custom_items": [_custom(name="Stand")]}))
    before = arrange.read(server, checkout.id)
    added = arrange.done(lambda: add_items(server, checkout.id, {"custom_items": [_custom(name="Base")]}))
    base = only([each for each in listed(cart_document(added), "custom_items") if each.get("name") == "Base"])
    answer = server.delete_item(checkout.id, str(base.get("id")))
    assert answer.accepted, f"deleting a custom item was refused with {answer.status}"
    differing = changed_on(server, before)
    assert not differing, f"adding and deleting a custom item changed {', '.join(differing)}"


@pytest.mark.requirement("custom-items-many-are-kept")
def test_a_cart_holds_a_dozen_custom_items(server: ServerFace, arrange: Arrange) -> None:
    """Twelve custom items beside a product make twelve lines with their own ids, names and prices."""
    given = [_custom(name=f"Stand {number}", list_price=number + 0.25, quantity=number) for number in range(1, 13)]
    alone = arrange.checkout(server)
    answer = create_cart(server, _beside(arrange, custom_items=given))
    assert answer.accepted, f"a cart of twelve custom items was refused with {answer.status}"
    held = arrange.done(lambda: server.read_cart(cart_in(answer).id))
    shown = listed(cart_document(held), "custom_items")
    assert Counter(map(_told, shown)) == Counter(map(_told, given)), "the cart holds other custom items than given"
    assert len({each.get("id") for each in shown}) == len(given), "two custom items have the same id"
    expected = sum((Decimal(str(each["list_price"])) * each["quantity"] for each in given), alone.cart.base_amount)
    assert near(cart_in(held).base_amount, expected), "the base amount is not what twelve custom items cost"


@pytest.mark.requirement("sold-certificate-is-kept")
@pytest.mark.parametrize("message", ["Happy birthday!", "Alles Gute, liebe Žofie! おめでとう"])
def test_a_gift_certificate_is_shown_as_it_was_ordered(face: Face, arrange: Arrange, message: str) -> None:
    """A gift certificate that is bought has its amount, sender, recipient and message in cart and checkout."""
    given = _certificate(message=message)
    cart_id = cart_in(_selling(face, arrange, given)).id
    by_itself = only(listed(cart_document(face.read_cart(cart_id)), "gift_certificates"))
    inside = only(listed(cart_document(face.read_checkout(cart_id)), "gift_certificates"))
    assert _ordered(by_itself) == _ordered(given), "the cart shows the gift certificate otherwise than ordered"
    assert _ordered(inside) == _ordered(given), "the checkout shows the gift certificate otherwise than ordered"


@pytest.mark.requirement("sold-certificate-update-is-shown")
def test_an_update_of_a_certificate_is_shown(server: ServerFace, arrange: Arrange) -> None:
    """A gift certificate that was updated to another amount has it, in the cart and in what the cart costs."""
    cart = cart_in(_selling(server, arrange, _certificate(amount=20)))
    line = only(listed(cart_document(server.read_cart(cart.id)), "gift_certificates"))
    wanted = {"gift_certificates": [_certificate(amount=35)]}
    answer = server.api.update_cart_line_item(cart.id, str(line.get("id")), wanted)
    applies_where(not answer.refused, "the store refuses updates of gift certificates")
    after = server.read_cart(cart.id)
    shown = only(listed(cart_document(after), "gift_certificates"))
    assert near(exact(shown.get("amount")), Decimal(35)), "the cart shows another amount than it was updated to"
    risen = cart_in(after).base_amount - cart.base_amount
    assert near(risen, Decimal(15)), "the base amount didn't follow the amount of the certificate"


@pytest.mark.requirement("sold-certificate-within-limits-is-accepted")
@pytest.mark.parametrize("worth", WITHIN)
def test_a_gift_certificate_may_be_worth_one_to_a_thousand(face: Face, arrange: Arrange, worth: float) -> None:
    """A certificate worth 1, 1000 or something between is accepted and costs what it is worth."""
    usual = cart_in(_selling(face, arrange, _certificate()))
    arrange.done(lambda: face.delete_cart(usual.id))
    answer = create_cart(face, _beside(arrange, gift_certificates=[_certificate(amount=worth)]))
    assert answer.accepted, f"a gift certificate worth {worth} was refused with {answer.status}"
    more = cart_in(answer).base_amount - usual.base_amount
    assert near(more, Decimal(str(worth)) - USUAL), "the cart costs something else than the certificate"


@pytest.mark.requirement("sold-certificate-outside-limits-is-refused")
@pytest.mark.parametrize("worth", OUTSIDE)
def test_a_gift_certificate_may_not_be_worth_less_or_more(face: Face, arrange: Arrange, worth: float) -> None:
    """A certificate worth less than 1 or more than 1000 is refused, one within is accepted."""
    refused = create_cart(face, _beside(arrange, gift_certificates=[_certificate(amount=worth)]))
    assert refused.refused, f"a gift certificate worth {worth} was answered with {refused.status}"
    _selling(face, arrange, _certificate())


@pytest.mark.requirement("sold-certificate-message-up-to-200")
def test_a_gift_certificate_may_say_much(face: Face, arrange: Arrange) -> None:
    """A message of 200 characters is accepted and shown whole."""
    said = "m" * LONGEST_MESSAGE
    arrange.done(lambda: face.delete_cart(cart_in(_selling(face, arrange, _certificate())).id))
    answer = create_cart(face, _beside(arrange, gift_certificates=[_certificate(message=said)]))
    assert answer.accepted, f"a message of 200 characters was refused with {answer.status}"
    shown = only(listed(cart_document(face.read_cart(cart_in(answer).id)), "gift_certificates"))
    assert shown.get("message") == said, "a message of 200 characters is not shown whole"


@pytest.mark.requirement("sold-certificate-message-over-200-is-refused")
def test_a_gift_certificate_may_not_say_more(server: ServerFace, arrange: Arrange) -> None:
    """A message of 201 characters is refused, one of 200 is accepted."""
    too_much = _certificate(message="m" * (LONGEST_MESSAGE + 1))
    refused = create_cart(server, _beside(arrange, gift_certificates=[too_much]))
    assert refused.refused, f"a message of 201 characters was answered with {refused.status}"
    _selling(server, arrange, _certificate(message="m" * LONGEST_MESSAGE))


@pytest.mark.requirement("sold-certificate-is-not-taxed")
@pytest.mark.parametrize("quantity", [1, 3])
def test_a_gift_certificate_costs_what_it_is_worth(face: Face, arrange: Arrange, quantity: int) -> None:
    """Gift certificates beside a product raise the grand total by their worth and leave the tax."""
    line = goods_line(arrange.wanted(2))
    before = document(face.read_checkout(_made(face, arrange, {"line_items": [line]})))
    both = {"line_items": [line], "gift_certificates": [_certificate(amount=40, quantity=quantity)]}
    after = document(face.read_checkout(_replaced(face, arrange, str(before["id"]), both)))
    risen = Decimal(after.get("grand_total", 0)) - Decimal(before.get("grand_total", 0))
    worth = 40 * quantity
    assert abs(risen - worth) <= HALF_A_CENT, "the grand total rose by something else than the certificates' worth"
    assert exact(after.get("tax_total")) == exact(before.get("tax_total")), "a gift certificate changed the tax"


@pytest.mark.requirement("lineitem-delete-keeps-a-sold-certificate")
def test_a_cart_outlives_its_last_product_while_it_holds_a_certificate(face: Face, arrange: Arrange) -> None:
    """Once the only product beside a gift certificate is deleted, the cart holds the certificate alone."""
    cart = cart_in(_selling(face, arrange, _certificate()))
    product = only(listed(cart_document(face.read_cart(cart.id)), "physical_items"))
    answer = face.delete_item(cart.id, str(product["id"]))
    assert answer.accepted, f"deleting the product beside a gift certificate was refused with {answer.status}"
    left = face.read_cart(cart.id)
    assert left.accepted, f"a cart that holds a gift certificate was gone with its last product: {left.status}"
    assert len(listed(cart_document(left), "gift_certificates")) == 1, "the gift certificate is gone with the product"


def _beside(arrange: Arrange, **more: Any) -> dict[str, Any]:
    """A product, which a cart may need to be made, and something else."""
    return {"line_items": [goods_line(arrange.wanted())], **more}


def _selling(face: Face, arrange: Arrange, certificate: dict[str, Any]) -> Answer:
    """A cart with a certificate; raises :class:`Lacking` where the store sells none: real ones have refused."""
    answer = create_cart(face, _beside(arrange, gift_certificates=[certificate]))
    if answer.refused:
        raise Lacking(f"the store sells no gift certificates by the API: {answer}")
    return answer


def _custom(**members: Any) -> dict[str, Any]:
    return {"name": "Engraved stand", "sku": "ES-1", "quantity": 1, "list_price": 12.25, **members}


def _certificate(**members: Any) -> dict[str, Any]:
    return {
        "name": "Gift certificate",
        "theme": "Birthday",
        "amount": int(USUAL),
        "quantity": 1,
        "sender": {"name": "Ada Marlowe", "email": "ada.marlowe@example.com"},
        "recipient": {"name": "Ben Okafor", "email": "ben.okafor@example.com"},
        "message": "Happy birthday!",
        **members,
    }


def _told(item: dict[str, Any]) -> tuple[object, ...]:
    """What a custom item must show as it was given; amounts compare by value."""
    return (item.get("name"), item.get("sku"), exact(item.get("quantity")), exact(item.get("list_price")))


def _ordered(certificate: dict[str, Any]) -> tuple[object, ...]:
    """What a certificate must show as it was ordered."""
    people = [certificate.get(who) or {} for who in ("sender", "recipient")]
    named = [(one.get("name"), one.get("email")) for one in people]
    return (exact(certificate.get("amount")), certificate.get("message"), *named)


def _made(face: Face, arrange: Arrange, body: dict[str, Any]) -> str:
    return cart_in(arrange.done(lambda: create_cart(face, body))).id


def _replaced(face: Face, arrange: Arrange, cart_id: str, body: dict[str, Any]) -> str:
    """The id of a new cart in the place of this one: a session holds one cart at a time."""
    arrange.done(lambda: face.delete_cart(cart_id))
    return _made(face, arrange, body)
