"""Paths lead to what stands at them, as the web framework's own matching would."""

from __future__ import annotations

import pytest

from conformance.emulator.app import operations
from conformance.emulator.routing import Routes

ROUTES = Routes(
    {
        "/": "root",
        "/carts": "carts",
        "/carts/settings": "settings",
        "/carts/{cart_id}": "cart",
        "/carts/{cart_id}/items/{item_id}": "item",
    }
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", ("root", {})),
        ("/carts", ("carts", {})),
        ("/carts/settings", ("settings", {})),
        ("/carts/5", ("cart", {"cart_id": "5"})),
        ("/carts/settings/items/7", ("item", {"cart_id": "settings", "item_id": "7"})),
        ("/carts/5/items/7", ("item", {"cart_id": "5", "item_id": "7"})),
    ],
)
def test_a_path_leads_to_what_stands_there(path: str, found: tuple[str, dict[str, str]]) -> None:
    assert ROUTES.find(path) == found


@pytest.mark.parametrize(
    "path", ["", "carts", "/carts/", "//carts", "/carts//items/7", "/carts/5/items", "/cart", "*"]
)
def test_another_path_leads_nowhere(path: str) -> None:
    assert ROUTES.find(path) is None


@pytest.mark.parametrize("path", sorted({each.path for each in operations()}))
def test_every_operation_is_found_by_its_own_template(path: str) -> None:
    routes = Routes({each.path: each.path for each in operations()})

    found = routes.find(path.replace("{", "").replace("}", ""))

    assert found is not None
    assert found[0] == path
