from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from control_driving import EXAMPLE, control, new_cart
from openapi_spec_validator import OpenAPIV31SpecValidator

from conformance.emulator import Emulator, Settings
from conformance.emulator.surfaces.control import ROUTES

pytest_plugins = ["conformance.emulator.testing"]

FILE = Path(__file__).parents[2] / "conformance" / "emulator" / "control.openapi.yaml"
DOCUMENT: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
METHODS = {"get", "put", "post", "delete"}
PAGES = {"/_emulator", "/_emulator/", "/_emulator/inspector.css", "/_emulator/inspector.js"}


def described() -> set[tuple[str, str]]:
    return {(path, method.upper()) for path, held in DOCUMENT["paths"].items() for method in METHODS & set(held)}


def answered() -> set[tuple[str, str]]:
    return {(path, method) for path, held in ROUTES.items() for method in held if path not in PAGES}


def resolved(node: Any) -> Any:
    """The node with the references of its first steps followed."""
    while "$ref" in node:
        found: Any = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def test_the_description_is_valid() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_control_is_described_and_nothing_else() -> None:
    assert described() == answered()


@pytest.mark.parametrize(
    ("method", "path", "place", "body"),
    [
        ("GET", "health", "/_emulator/health", None),
        ("GET", "state", "/_emulator/state", None),
        ("POST", "reset", "/_emulator/reset", None),
        ("DELETE", "seed", "/_emulator/seed", None),
        ("GET", "snapshots", "/_emulator/snapshots", None),
        ("POST", "snapshots", "/_emulator/snapshots", {"name": "a"}),
        ("POST", "snapshots", "/_emulator/snapshots", {"name": "a/b"}),
        ("POST", "snapshots/kept/restore", "/_emulator/snapshots/{name}/restore", None),
        ("POST", "snapshots/none/restore", "/_emulator/snapshots/{name}/restore", None),
        ("DELETE", "snapshots/kept", "/_emulator/snapshots/{name}", None),
        ("GET", "clock", "/_emulator/clock", None),
        ("PUT", "clock", "/_emulator/clock", {"frozen": True}),
        ("PUT", "clock", "/_emulator/clock", {"now": "then"}),
        ("POST", "clock/advance", "/_emulator/clock/advance", {"seconds": 1}),
        ("POST", "clock/advance", "/_emulator/clock/advance", {"seconds": -1}),
        ("GET", "ids", "/_emulator/ids", None),
        ("PUT", "ids", "/_emulator/ids", {"seed": 3}),
        ("GET", "faults", "/_emulator/faults", None),
        ("PUT", "faults", "/_emulator/faults", {"faults": []}),
        ("PUT", "faults/coupon-unknown-accepted", "/_emulator/faults/{name}", None),
        ("PUT", "faults/none-such", "/_emulator/faults/{name}", None),
        ("DELETE", "faults/coupon-unknown-accepted", "/_emulator/faults/{name}", None),
        ("GET", "failures", "/_emulator/failures", None),
        ("POST", "failures", "/_emulator/failures", {"operation": "getCart"}),
        ("POST", "failures", "/_emulator/failures", {"operation": "none"}),
        ("DELETE", "failures", "/_emulator/failures", None),
        ("DELETE", "failures/1", "/_emulator/failures/{id}", None),
        ("DELETE", "failures/x", "/_emulator/failures/{id}", None),
        ("GET", "journal", "/_emulator/journal", None),
        ("GET", "journal/1", "/_emulator/journal/{id}", None),
        ("GET", "journal/99", "/_emulator/journal/{id}", None),
        ("DELETE", "journal", "/_emulator/journal", None),
    ],
)
def test_answers_are_as_described(emulator: Emulator, method: str, path: str, place: str, body: Any) -> None:
    new_cart(emulator)
    emulator.snapshot("kept")
    emulator.fail(operation="getCart")
    answer = control(emulator, method, path, body)
    promised = resolved(DOCUMENT["paths"][place][method.lower()]["responses"][str(answer.status_code)])
    schema = promised.get("content", {}).get("application/json", {}).get("schema", False)
    document = answer.json() if answer.content else None
    assert (document is None) == (schema is False)
    held = {"$ref": "#/held", "held": schema or {}, "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(held).validate(document)


@pytest.mark.parametrize("path", ["health", "", "journal", "reset"])
def test_a_store_without_controls_has_none(path: str) -> None:
    emulator = Emulator(Settings(control=False))
    assert control(emulator, "GET", path).status_code == 404
    assert new_cart(emulator).status_code == 201


def test_a_page_of_another_site_changes_nothing(emulator: Emulator) -> None:
    cart = new_cart(emulator).json()["data"]["id"]
    answer = emulator.browser().post("/_emulator/reset", headers={"Origin": "http://evil.test"})
    assert (answer.status_code, answer.json()["where"]) == (422, "Origin")
    assert emulator.server().get(f"{emulator.v3}/carts/{cart}").status_code == 200


def test_a_page_of_our_own_does(emulator: Emulator) -> None:
    answer = emulator.browser().post("/_emulator/reset", headers={"Origin": "http://emulator.test"})
    assert answer.status_code == 204


def test_faults_are_switched_one_by_one(emulator: Emulator) -> None:
    control(emulator, "PUT", "faults/coupon-unknown-accepted")
    both = control(emulator, "PUT", "faults/bad-address-fails").json()["faults"]
    left = control(emulator, "DELETE", "faults/coupon-unknown-accepted").json()["faults"]
    assert (both, left) == (["coupon-unknown-accepted", "bad-address-fails"], ["bad-address-fails"])


def test_a_body_that_is_no_json_is_refused(emulator: Emulator) -> None:
    assert emulator.browser().put("/_emulator/faults", content=b"{").status_code == 400


def test_a_hostile_name_is_only_a_text_of_the_state(emulator: Emulator) -> None:
    emulator.seed(EXAMPLE.replace("Slate Teapot", "'<script>alert(1)</script>'"))
    state = control(emulator, "GET", "state")
    assert state.headers["content-type"] == "application/json"
    assert state.json()["products"][-1]["name"] == "<script>alert(1)</script>"


def test_the_page_loads_nothing_from_elsewhere(emulator: Emulator) -> None:
    page = emulator.browser().get("/_emulator/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "http" not in page.text
    assert emulator.browser().get("/_emulator").headers["location"] == "/_emulator/"


def test_the_state_of_every_faulty_store_can_be_shown(emulator: Emulator) -> None:
    new_cart(emulator)
    emulator.switch(tuple(one["name"] for one in emulator.known_faults()))
    assert len(control(emulator, "GET", "state").json()["carts"]) == 1
