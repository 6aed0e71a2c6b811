"""The address that a target's config names is the one that goods are sent to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.suite.people import ADA, ship_to


@pytest.fixture(autouse=True)
def _back_home() -> Iterator[None]:
    before = dict(ADA)
    yield
    ship_to(before)


def test_ada_lives_where_the_target_ships_to_and_stays_ada() -> None:
    ship_to({"address1": "1 Kungsgatan", "city": "Uppsala", "country_code": "SE", "postal_code": "753 10"})
    assert (ADA["city"], ADA["state_or_province"], ADA["first_name"]) == ("Uppsala", "", "Ada")


def test_without_an_address_of_the_target_she_stays() -> None:
    before = dict(ADA)
    ship_to({})
    assert dict(ADA) == before
