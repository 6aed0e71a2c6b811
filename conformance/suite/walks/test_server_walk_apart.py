"""What is read off the cart apart in the walk on the server face: lines without a product, and metafields."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from conformance.suite.documents import Unreadable
from conformance.suite.scenarios.looking import cart_document, document, exact, listed, only
from conformance.suite.walks.server_telling import CUSTOM, RICH, SOUTH
from conformance.suite.walks.story import Story

pytestmark = pytest.mark.smoke

TOLD = ("namespace", "key", "value", "description", "permission_set")
LONG = CUSTOM[0]


@pytest.mark.requirement("custom-items-many-are-kept")
def test_a_cart_holds_a_dozen_custom_items(server_story: Story) -> None:
    """Twelve custom items in one request make twelve lines with their own ids, names, SKUs and prices."""
    made = server_story.step("apart: create").answer
    assert made.accepted, f"a cart of twelve custom items was refused with {made.status}"
    shown = _lines(server_story, "custom_items")
    assert Counter(map(_custom, shown)) == Counter(map(_custom, CUSTOM)), "the checkout holds other custom items"
    assert len({each.get("id") for each in shown}) == len(CUSTOM), "two custom items have the same id"


@pytest.mark.requirement("custom-item-is-kept")
def test_a_custom_item_is_shown_as_it_was_given(server_story: Story) -> None:
    """A custom item has its name, SKU, quantity and price in the checkout."""
    shown = only([each for each in _lines(server_story, "custom_items") if each.get("quantity") == LONG["quantity"]])
    assert _custom(shown) == _custom(LONG), "the custom item is shown otherwise than it was given"


@pytest.mark.requirement("metafield-create-is-kept")
def test_a_metafield_is_shown_as_it_was_given(server_story: Story) -> None:
    """A metafield has its name, value, description and cart in the answer and in the list."""
    made = server_story.step("metafield: create").answer
    assert made.accepted, f"making a metafield was refused with {made.status}"
    held = _metafield(server_story, "first")
    assert _told(document(made)) == _told(RICH), "the answer shows the metafield otherwise than it was given"
    assert _told(held) == _told(RICH), "the metafield is listed otherwise than it was given"


@pytest.mark.requirement("metafield-permissions-are-kept")
def test_a_metafield_keeps_its_permissions(server_story: Story) -> None:
    """A metafield has the permissions that it was given."""
    held = _metafield(server_story, "first")
    assert held.get("permission_set") == RICH["permission_set"], "the metafield shows other permissions"


@pytest.mark.requirement("metafield-list-is-the-carts")
def test_the_metafields_of_a_cart_are_listed(server_story: Story) -> None:
    """A cart with three metafields lists these three."""
    keys = sorted(str(each.get("key")) for each in _metafields(server_story))
    assert keys == ["first", "second", "third"], "the cart lists other metafields than were made on it"


@pytest.mark.requirement("metafield-batch-create-is-kept")
def test_metafields_of_two_carts_are_made_at_once(server_story: Story) -> None:
    """One request makes metafields on two carts, each on its own."""
    made = server_story.step("metafield: create more").answer
    assert made.accepted, f"making metafields at once was refused with {made.status}"
    keys = {str(each.get("key")) for each in _metafields(server_story)}
    assert "elsewhere" not in keys, "the cart lists a metafield that was made on another cart"
    assert {"second", "third"} <= keys, "the cart doesn't list the metafields that were made on it"


@pytest.mark.requirement("metafield-name-twice-is-refused")
def test_a_cart_has_no_two_metafields_of_one_name(server_story: Story) -> None:
    """A second metafield with the namespace and key of the first is refused."""
    refused = server_story.step("metafield: name twice").answer
    assert refused.refused, f"a second metafield of one name was answered with {refused.status}"


@pytest.mark.requirement("metafield-update-changes")
def test_an_updated_metafield_is_shown_as_it_now_is(server_story: Story) -> None:
    """Of three metafields one is updated and has its new value."""
    answer = server_story.step("metafield: update").answer
    assert answer.accepted, f"updating a metafield was refused with {answer.status}"
    assert _told(_metafield(server_story, "second")) == _told(SOUTH), "the metafield has another value"


def _lines(story: Story, kind: str) -> list[dict[str, Any]]:
    read = story.step("apart: create").read_after
    if read is None:
        raise Unreadable("the checkout of the cart apart was not read")
    return listed(cart_document(read), kind)


def _custom(item: dict[str, Any]) -> tuple[object, ...]:
    """What a custom item must show as it was given; amounts compare by value."""
    return (item.get("name"), item.get("sku"), item.get("quantity"), exact(item.get("list_price")))


def _metafields(story: Story) -> list[dict[str, Any]]:
    answer = story.step("metafield: list").answer
    if not answer.accepted or not isinstance(answer.data, list):
        raise Unreadable(f"{answer}, and lists no metafields")
    return answer.data


def _metafield(story: Story, key: str) -> dict[str, Any]:
    return only([each for each in _metafields(story) if each.get("key") == key])


def _told(metafield: dict[str, Any]) -> dict[str, object]:
    return {member: metafield.get(member) for member in TOLD}
