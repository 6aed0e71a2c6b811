"""Coupons and gift certificates on terms: made once, removed again, lacking where a store takes no terms."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

import pytest

from conformance.api import Answer
from conformance.targets.offers import LONG_AGO, CertificateOffer, CouponOffer
from conformance.targets.provisioning import CODES_TRIED, Lacking, Stock, Unprovisioned

A_TENTH = CouponOffer("percentage_discount", "10")
THREE = CertificateOffer("3.00")


class Marketing:
    """A marketing API that answers with what it was asked for, changed by `forgetting`; or with this status alone."""

    def __init__(self, status: int = 201, forgetting: dict[str, Any] | None = None) -> None:
        self.status = status
        self.forgetting = forgetting or {}
        self.asked: list[dict[str, Any]] = []
        self.removed: list[int] = []

    def create_coupon(self, asked: dict[str, Any]) -> Answer:
        self.asked.append(asked)
        shown = {**asked, "id": len(self.asked), "amount": f"{asked['amount']}.0000", **self.forgetting}
        body = shown if self.status == 201 else None
        return Answer(operation="create", status=self.status, body=body, text="", url="")

    create_gift_certificate = create_coupon

    def delete_coupon(self, number: int) -> Answer:
        self.removed.append(number)
        return Answer(operation="delete", status=204, body=None, text="", url="")

    delete_gift_certificate = delete_coupon


def stock(marketing: Any, *, may_make: bool = True, **named: Any) -> Stock:
    numbers = count(1)
    return Stock(marketing, named, lambda: UUID(int=next(numbers) << 80), may_make=may_make)


def test_an_offer_is_made_once_and_another_one_apart() -> None:
    marketing = Marketing()
    held = stock(marketing)

    assert held.coupon(A_TENTH) == held.coupon(CouponOffer("percentage_discount", "10")) == marketing.asked[0]["code"]
    assert held.coupon(CouponOffer("percentage_discount", "25")) == marketing.asked[1]["code"]
    assert [each["amount"] for each in marketing.asked] == ["10", "25"]


def test_what_was_made_on_terms_is_removed_newest_first() -> None:
    marketing = Marketing()
    held = stock(marketing)
    held.coupon(A_TENTH)
    held.gift_certificate(CertificateOffer("3.00"))
    held.clear()

    assert marketing.removed == [2, 1]


def test_a_code_is_written_as_the_offer_says() -> None:
    made = stock(Marketing()).coupon(CouponOffer("percentage_discount", "10", code="{:X<50}"))

    assert len(made) == 50
    assert made.startswith("CC-")


def test_what_a_store_refuses_to_make_is_lacking_and_asked_for_no_more() -> None:
    marketing = Marketing(status=422)
    held = stock(marketing)
    with pytest.raises(Lacking, match="the store makes no such offer"):
        held.coupon(A_TENTH)
    with pytest.raises(Lacking, match="the store makes no such offer"):
        held.coupon(A_TENTH)

    assert len(marketing.asked) == CODES_TRIED


def test_a_store_in_trouble_is_not_one_that_lacks_something() -> None:
    with pytest.raises(Unprovisioned, match="the store made no"):
        stock(Marketing(status=500)).coupon(A_TENTH)


def test_nothing_is_made_where_it_is_not_allowed() -> None:
    with pytest.raises(Lacking, match="doesn't let the suite make one"):
        stock(Marketing(), may_make=False).coupon(A_TENTH)


FORGOTTEN = [
    (A_TENTH, {"type": "per_total_discount"}, "type"),
    (A_TENTH, {"amount": "5"}, "amount"),
    (CouponOffer("percentage_discount", "10", enabled=False), {"enabled": True}, "enabled"),
    (CouponOffer("percentage_discount", "10", minimum="50.00"), {"min_purchase": "0"}, "min_purchase"),
    (CouponOffer("percentage_discount", "10", expires=LONG_AGO), {"expires": ""}, "expires"),
    (CouponOffer("percentage_discount", "10", products=(7,)), {"applies_to": {"ids": [0]}}, "applies_to"),
]


@pytest.mark.parametrize(("offer", "shown", "term"), FORGOTTEN)
def test_a_coupon_without_its_terms_is_no_use(offer: CouponOffer, shown: dict[str, Any], term: str) -> None:
    with pytest.raises(Lacking, match=f"without {term}"):
        stock(Marketing(forgetting=shown)).coupon(offer)


@pytest.mark.parametrize(("shown", "term"), [({"balance": "0"}, "balance"), ({"status": "pending"}, "status")])
def test_a_certificate_without_its_terms_is_no_use(shown: dict[str, Any], term: str) -> None:
    with pytest.raises(Lacking, match=f"without {term}"):
        stock(Marketing(forgetting=shown)).gift_certificate(THREE)


def test_the_terms_that_a_store_shows_in_its_own_form_are_kept() -> None:
    offer = CouponOffer("per_total_discount", "5", minimum="50.00", products=(7,))
    shown = {"min_purchase": "50.0000", "applies_to": {"entity": "products", "ids": ["7"]}}

    assert stock(Marketing(forgetting=shown)).coupon(offer).startswith("CC-")


def test_a_pickup_method_is_named_by_the_config_or_lacking() -> None:
    assert stock(Marketing(), pickup_method_id=3).pickup_method_id == 3
    with pytest.raises(Lacking, match="names no pickup method"):
        _ = stock(Marketing()).pickup_method_id
