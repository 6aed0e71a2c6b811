"""The documents are well made: valid, used to the last schema, illustrated, linked, and named consistently."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest
from documents_read import (
    Example,
    Link,
    bare,
    camel,
    components,
    documents,
    examples,
    links,
    members,
    names,
    operations,
    path_parameters,
    references,
    snake,
    space_of,
)
from openapi_spec_validator import OpenAPIV31SpecValidator

from conformance.contract import Operation
from conformance.contract.drifting import undescribed

# Names that break the habit of their face, because the API does.
ODD_NAMES = {
    "server": {
        "nameId": "options of a line keep camel case on this face too",
        "valueId": "options of a line keep camel case on this face too",
        "checkoutToken": "the token operation speaks camel case",
        "maxUses": "the token operation speaks camel case",
        "shippingAddress": "a retired member that old published forms still show",
        "discountType": "coupons on lines mix both cases as published",
        "discountAmount": "coupons on lines mix both cases as published",
        "expiresDate": "coupons on lines mix both cases as published",
        "totalDiscount": "coupons on lines mix both cases as published",
    },
}
HABITS = {"storefront": camel}
# Published under this id; clients that are made from the published document call it so.
ODD_OPERATION_IDS = {"PaymentsPost"}
COMPONENTS = ("schemas", "parameters", "headers", "responses", "links", "examples", "requestBodies")


def odd_names(document: str) -> set[str]:
    habit = HABITS.get(document, snake)
    return {name for _, name, _ in members(document) if not habit(name)}


def unused_components(document: str) -> list[str]:
    used = references(document)
    return [
        f"{kind}/{name}"
        for kind in COMPONENTS
        for name in components(document, kind)
        if f"#/components/{kind}/{name}" not in used
    ]


def same_schemas(document: str) -> list[list[str]]:
    makes: dict[str, list[str]] = defaultdict(list)
    for name, schema in components(document, "schemas").items():
        makes[json.dumps(bare(schema), sort_keys=True)].append(name)
    return [found for found in makes.values() if len(found) > 1]


def without_description(document: str) -> list[str]:
    lacking = [
        f"{where}/{name}"
        for where, name, schema in members(document)
        if isinstance(schema, dict) and "description" not in schema and "$ref" not in schema
    ]
    return lacking + [name for name, each in components(document, "schemas").items() if not each.get("description")]


@pytest.mark.parametrize("document", names())
def test_a_document_is_valid_openapi(document: str) -> None:
    raw: Any = json.loads(json.dumps(documents()[document].raw))
    assert [error.message for error in OpenAPIV31SpecValidator(raw).iter_errors()] == []


@pytest.mark.parametrize("document", names())
def test_every_component_is_used(document: str) -> None:
    assert unused_components(document) == []


@pytest.mark.parametrize("document", names())
def test_no_two_schemas_say_the_same(document: str) -> None:
    assert same_schemas(document) == []


@pytest.mark.parametrize("document", names())
def test_members_are_named_in_the_way_of_their_face(document: str) -> None:
    assert odd_names(document) == set(ODD_NAMES.get(document, {}))


@pytest.mark.parametrize("document", names())
def test_every_schema_and_member_is_described(document: str) -> None:
    assert without_description(document) == []


@pytest.mark.parametrize("document", names())
def test_operation_ids_are_unique(document: str) -> None:
    ids = [each.operation_id for each in documents()[document].operations]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.where)
def test_an_operation_has_an_id_a_summary_and_a_known_tag(operation: Operation) -> None:
    declared = {tag["name"] for tag in documents()[operation.document].raw["tags"]}
    assert camel(operation.operation_id) or operation.operation_id in ODD_OPERATION_IDS
    assert operation.raw["operationId"] == operation.operation_id
    assert operation.raw["summary"].endswith(".")
    assert len(operation.tags) == 1
    assert set(operation.tags) <= declared


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.where)
def test_the_path_of_an_operation_names_its_parameters(operation: Operation) -> None:
    in_path = {part.strip("{}") for part in operation.path_template.split("/") if part.startswith("{")}
    assert path_parameters(operation) == in_path


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.where)
def test_an_operation_documents_a_success_and_the_refusals(operation: Operation) -> None:
    assert [status for status in operation.responses if status.startswith("2")]
    assert "4XX" in operation.responses


@pytest.mark.parametrize("example", examples(), ids=str)
def test_an_example_keeps_its_schema_and_shows_nothing_undescribed(example: Example) -> None:
    space = space_of(example.document)
    assert [error.message for error in space.reference(example.schema).iter_errors(example.value)] == []
    assert sorted(undescribed(space, example.schema, example.value)) == []


@pytest.mark.parametrize(
    "operation", [each for each in operations() if each.request_body], ids=lambda each: each.where
)
def test_a_request_body_has_an_example(operation: Operation) -> None:
    content = operation.schemas.at(f"{operation.request_body}/content")
    assert [media for media, each in content.items() if "example" not in each and "examples" not in each] == []


@pytest.mark.parametrize("link", links(), ids=str)
def test_a_link_leads_to_an_operation_with_all_that_it_needs(link: Link) -> None:
    target = link.target
    assert target is not None
    known = {parameter["name"] for _, parameter in target.parameters}
    assert path_parameters(target) <= set(link.raw.get("parameters", {})) <= known


@pytest.mark.parametrize("link", [each for each in links() if "parameters" in each.raw], ids=str)
def test_the_expressions_of_a_link_point_at_something_described(link: Link) -> None:
    assert link.expressions()
    assert link.dead_expressions() == []


def test_there_is_something_to_look_at() -> None:
    assert set(names()) >= {"server", "storefront", "catalog", "orders-v2", "marketing-v2", "payments"}
    assert len(operations()) >= 60
    assert len(examples()) >= 60
    assert len(links()) >= 40
