"""Loading the documents, and the state of those that ship."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from small_shop import SHOP, SMALL

from conformance.contract import load_specs
from conformance.contract.documents import read_document
from conformance.errors import UserMistake
from conformance.locations import specs_directory

SHIPPED = sorted(specs_directory().rglob("*.openapi.yaml"))
SHAPE = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


def references(node: Any) -> Iterator[str]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"]
    for child in children:
        yield from references(child)


def test_documents_are_named_by_file_and_surface_by_their_own_word() -> None:
    assert {name: each.surface for name, each in SHOP.documents.items()} == {"shop": "server", "orders": "orders"}


def test_an_operation_knows_what_it_is_called_and_tagged() -> None:
    operation = SHOP.documents["shop"].operation("createCart")
    assert (operation.where, operation.method, operation.path_template, operation.tags) == (
        "server createCart", "POST", "/carts", ("carts",),
    )  # fmt: skip


def test_documents_are_loaded_once() -> None:
    assert load_specs(SMALL) is load_specs(SMALL)


def test_values_are_read_as_json_knows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.openapi.yaml"
    path.write_text(SHAPE + "paths: {}\nx-values: {on: NO, day: 2024-05-06, yes: true, 200: 1}\n")
    assert read_document(path).raw["x-values"] == {"on": "NO", "day": "2024-05-06", "yes": True, "200": 1}


def digest_of(directory: Path, text: str) -> str:
    directory.mkdir()
    (directory / "a.openapi.yaml").write_text(text)
    return load_specs(directory).digest()


def test_the_digest_tells_any_change_and_nothing_else(tmp_path: Path) -> None:
    digest = digest_of(tmp_path / "one", SHAPE + "paths: {}\n")
    assert digest_of(tmp_path / "two", SHAPE + "paths: {}\n") == digest
    assert digest_of(tmp_path / "three", SHAPE + "paths: {} \n") != digest


def test_a_directory_without_documents_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="there are no OpenAPI documents"):
        load_specs(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("paths: [", "can't be read"),
        ("openapi: 3.1.0", "has no paths"),
        ("paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/No'}}}}}", "leads nowhere"),
    ],
)
def test_a_broken_document_is_the_users_mistake(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.openapi.yaml"
    path.write_text(text)
    with pytest.raises(UserMistake, match=message):
        read_document(path)


def test_the_two_faces_ship() -> None:
    assert {"server", "storefront"} <= load_specs().documents.keys()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_document_is_valid_openapi(path: Path) -> None:
    errors = OpenAPIV31SpecValidator(dict(read_document(path).raw)).iter_errors()
    assert [f"{list(each.absolute_path)}: {each.message}"[:300] for each in errors] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_document_refers_to_itself_only(path: Path) -> None:
    assert [each for each in references(read_document(path).raw) if not each.startswith("#/components/")] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_both_validators_compile_every_response_schema_of_a_shipped_document(path: Path) -> None:
    schemas = [
        (operation.schemas, schema)
        for operation in read_document(path).operations
        for response in operation.responses.values()
        for schema in operation.content_at(response).values()
        if schema is not None
    ]
    quick = [each.fast(schema).is_valid(7) for each, schema in schemas]
    thorough = [each.reference(schema).is_valid(7) for each, schema in schemas]
    strict = [each.surely_describes(schema, 7) for each, schema in schemas]
    assert schemas
    assert quick == thorough == strict


def test_operation_ids_are_unique_per_surface() -> None:
    names = [each.where for each in load_specs().operations()]
    assert sorted(names) == sorted(set(names))
