"""Ids that exist, put where a generated request has well-formed ones; what is malformed stays to be refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from conformance.suite.arrange import Unarranged
from conformance.suite.documents import Checkout
from conformance.suite.properties.staging import Known, states_of, values_of, well_formed

CART = "5a1cf6a4-8d0a-4f5e-9d0f-0c9a0d3f1b11"
OTHER = "00000000-0000-4000-8000-000000000000"
KNOWN = Known({"cart_id": CART, "item_id": CART, "product_id": 77, "coupon_code": "SAVE10", "ids": ["fee-1"]})

FILLED: dict[str, tuple[Any, Any]] = {
    "a made-up id": ({"itemId": OTHER}, {"itemId": CART}),
    "an id of either face's spelling": ({"item_id": OTHER}, {"item_id": CART}),
    "an id deep inside": ({"lineItems": [{"productId": 3}]}, {"lineItems": [{"productId": 77}]}),
    "a list of ids": ({"ids": ["x", "y"]}, {"ids": ["fee-1"]}),
    "an id of any form": ({"itemId": "no"}, {"itemId": CART}),
    "an id that is empty": ({"itemId": ""}, {"itemId": ""}),
    "an id of another type": ({"productId": "3"}, {"productId": "3"}),
    "an id that is below every id": ({"productId": 0}, {"productId": 0}),
    "an id that is a flag": ({"productId": True}, {"productId": True}),
    "a code that is too long": ({"couponCode": "x" * 51}, {"couponCode": "x" * 51}),
    "a code that is empty": ({"couponCode": ""}, {"couponCode": ""}),
    "a member that is no id": ({"quantity": 3}, {"quantity": 3}),
    "a version that is made up": ({"version": 3, "quantity": 1}, {"quantity": 1}),
    "a version that is malformed": ({"version": "3"}, {"version": "3"}),
    "a version below all": ({"version": -1}, {"version": -1}),
    "no mapping": ("text", "text"),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("document", "filled"), FILLED.values(), ids=FILLED)
def test_known_ids_take_the_place_of_well_formed_ones(document: Any, filled: Any) -> None:
    assert KNOWN.filled(document) == filled


def test_filling_leaves_the_document_that_it_was_given() -> None:
    document = {"lineItems": [{"productId": 3}]}
    KNOWN.filled(document)

    assert document == {"lineItems": [{"productId": 3}]}


def test_path_parameters_are_known_by_either_spelling() -> None:
    assert KNOWN.path_parameters({"cartId": None, "product_id": None}) == {"cartId": CART, "product_id": "77"}


def test_a_path_parameter_that_nothing_has_can_not_be_arranged() -> None:
    with pytest.raises(Unarranged, match="nothing is staged for the path parameter consignmentId"):
        KNOWN.path_parameters({"consignmentId": None})


@pytest.mark.parametrize(
    ("value", "like", "fits"),
    [
        (OTHER, CART, True),
        (OTHER.upper(), CART, True),
        ("abc", CART, True),
        (3, CART, False),
        ("abc", "SAVE10", True),
        ("x" * 50, "SAVE10", True),
        ("x" * 51, "SAVE10", False),
        ("x" * 51, "y" * 60, True),
        (1, 77, True),
        (0, 77, False),
        (True, 77, False),
        ("1", 77, False),
        (["a"], ["fee-1"], True),
        ([], ["fee-1"], False),
        ([1], ["fee-1"], False),
        ("a", ["fee-1"], False),
        (None, CART, False),
    ],
)
def test_a_value_has_the_form_of_a_real_id_or_not(value: object, like: object, fits: bool) -> None:  # noqa: FBT001 - data
    assert well_formed(value, like=like) is fits


def test_the_ids_on_a_checkout_have_the_names_that_requests_give_them() -> None:
    line = {"id": "a-line", "product_id": 5, "quantity": 2}
    checkout = msgspec.convert(
        {
            "id": CART,
            "cart": {
                "id": CART,
                "base_amount": Decimal(1),
                "line_items": {"physical_items": [line]},
                "currency": {"code": "USD"},
            },
            "grand_total": Decimal(1),
            "billing_address": {"id": "an-address"},
            "consignments": [
                {
                    "id": "a-consignment",
                    "line_item_ids": ["a-line"],
                    "available_shipping_options": [{"id": "an-option", "cost": Decimal(8)}],
                }
            ],
        },
        Checkout,
    )

    assert values_of(checkout) == {
        "cart_id": CART,
        "checkout_id": CART,
        "item_id": "a-line",
        "currency_code": "USD",
        "address_id": "an-address",
        "consignment_id": "a-consignment",
        "shipping_option_id": "an-option",
    }


@pytest.mark.parametrize(
    ("path", "operation_id", "document", "states"),
    [
        ("/carts/{cartId}", "getCart", "server", ("fresh", "addressed", "consigned", "complete", "ordered")),
        ("/carts", "getCart", "storefront", ("fresh", "addressed", "consigned", "complete")),
        ("/x/{addressId}", "updateBillingAddress", "storefront", ("addressed", "consigned", "complete")),
        ("/x/{consignment_id}", "deleteCheckoutConsignment", "server", ("consigned", "complete", "ordered")),
        ("/x/{couponCode}", "deleteCheckoutCoupon", "storefront", ("complete",)),
        ("/x/{checkoutId}", "addCheckoutConsignment", "server", ("fresh", "addressed", "consigned", "complete")),
    ],
)
def test_an_operation_is_asked_in_the_states_that_have_what_it_names(
    path: str, operation_id: str, document: str, states: tuple[str, ...]
) -> None:
    assert states_of(path, operation_id, document) == states
