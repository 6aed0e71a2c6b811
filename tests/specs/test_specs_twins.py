"""Both faces describe the same carts, checkouts and addresses: member for member, unless a mark says why not."""

from __future__ import annotations

import pytest
from documents_read import components, differs_by_intent, members_of, twin_schemas


def lonely_members(schema: str) -> list[str]:
    """Members whose namesake, or the twin that they name, is not on the other face."""
    server, storefront = members_of("server", schema), members_of("storefront", schema)
    camel_names = {each.twin for each in server.values()}
    lonely = [str(each) for each in server.values() if not each.is_of_one_face and each.twin not in storefront]
    lonely += [
        str(each)
        for each in storefront.values()
        if not each.is_of_one_face and each.twin not in server and each.name not in camel_names
    ]
    return lonely


def one_face_members_with_a_namesake(schema: str) -> list[str]:
    server, storefront = members_of("server", schema), members_of("storefront", schema)
    marked = [
        str(each)
        for each in server.values()
        # A retired name may be what the other face calls it today.
        if each.is_of_one_face and each.twin in storefront and not each.raw.get("deprecated")
    ]
    named = {each.twin for each in server.values()}
    return marked + [str(each) for each in storefront.values() if each.is_of_one_face and each.name in named]


def members_of_another_type(schema: str) -> list[str]:
    server, storefront = members_of("server", schema), members_of("storefront", schema)
    return [
        f"{each}: {sorted(each.types())}, {twin}: {sorted(twin.types())}"
        for each in server.values()
        if (twin := storefront.get(each.twin)) is not None
        and not each.is_of_one_face
        and each.types() != twin.types()
        and not differs_by_intent(schema, each, twin)
    ]


def unmarked_schemas_of_one_face(face: str) -> list[str]:
    return [
        name
        for name, schema in components(face, "schemas").items()
        if name not in twin_schemas() and not name.endswith("Request") and not schema.get("x-face-only")
    ]


def marked_schemas_of_both_faces() -> list[str]:
    return [
        f"{face} {name}"
        for face in ("server", "storefront")
        for name in twin_schemas()
        if components(face, "schemas")[name].get("x-face-only")
    ]


@pytest.mark.parametrize("schema", twin_schemas())
def test_every_member_has_its_twin_on_the_other_face(schema: str) -> None:
    assert lonely_members(schema) == []


@pytest.mark.parametrize("schema", twin_schemas())
def test_a_member_of_one_face_only_has_no_namesake_on_the_other(schema: str) -> None:
    assert one_face_members_with_a_namesake(schema) == []


@pytest.mark.parametrize("schema", twin_schemas())
def test_twins_have_the_same_types_unless_a_mark_says_why_not(schema: str) -> None:
    assert members_of_another_type(schema) == []


@pytest.mark.parametrize("face", ["server", "storefront"])
def test_a_schema_without_a_twin_is_marked(face: str) -> None:
    assert unmarked_schemas_of_one_face(face) == []


def test_no_schema_of_both_faces_is_marked_as_one_of_one_face() -> None:
    assert marked_schemas_of_both_faces() == []


def test_the_important_schemas_are_twins() -> None:
    assert {"Cart", "Checkout", "Consignment", "BillingAddress", "Coupon", "PhysicalItem"} <= set(twin_schemas())
