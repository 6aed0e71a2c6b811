"""Metafields of carts: kept as given, found by their cart and their name, and of no effect on the cart."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange
from conformance.suite.documents import Unreadable
from conformance.suite.faces import ServerFace
from conformance.suite.scenarios.looking import NO_SUCH_NUMBER, changed_on, document
from conformance.targets.provisioning import Lacking

# Documented: the lengths of a metafield's texts, and the sets of permissions.
LENGTHS = {"namespace": 64, "key": 64, "value": 65535, "description": 255}
TEXTS = [pytest.param(member, id=member) for member in LENGTHS]
PERMISSIONS = ["app_only", "read", "write", "read_and_sf_access", "write_and_sf_access"]
NO_SUCH_OPERATION = (404, 405)
TOLD = ("namespace", "key", "value", "description", "permission_set")


@pytest.fixture(scope="module", autouse=True)
def _offered(run: Any) -> None:
    """A store that has no such operation for a cart that is there says so itself: it offers no metafields."""
    if reason := run.target.lacks("server"):
        raise Lacking(reason)
    server = ServerFace(run.server(run.target.token))
    cart_id = Arrange(run.stock, run.now.quietly).checkout(server).id
    with run.now.quietly():
        answer = server.api.get_cart_metafields(cart_id)
    if answer.status in NO_SUCH_OPERATION:
        raise Lacking(f"the store has no metafields of carts: {answer}")


@pytest.mark.requirement("metafield-create-is-kept")
@pytest.mark.parametrize("value", ["north", '{"gift": true, "note": "für Žofie, 花子"}'])
def test_a_metafield_is_shown_as_it_was_given(server: ServerFace, arrange: Arrange, value: str) -> None:
    """A metafield has its name, value, description and cart in the answer and when it is read by its id."""
    cart_id, given = arrange.checkout(server).id, _metafield(value=value)
    answer = server.api.create_cart_metafield(cart_id, given)
    assert answer.accepted, f"making a metafield was refused with {answer.status}"
    held = _held(server, cart_id, document(answer))
    assert _told(document(answer)) == _told(given), "the answer shows the metafield otherwise than it was given"
    assert _told(held) == _told(given), "the metafield is shown otherwise than it was given"
    assert held.get("resource_id") == cart_id, "the metafield names another cart than the one it was made on"


@pytest.mark.requirement("metafield-permissions-are-kept")
@pytest.mark.parametrize("permissions", PERMISSIONS)
def test_a_metafield_keeps_its_permissions(server: ServerFace, arrange: Arrange, permissions: str) -> None:
    """Each documented set of permissions is accepted and shown."""
    cart_id = arrange.checkout(server).id
    answer = server.api.create_cart_metafield(cart_id, _metafield(permission_set=permissions))
    assert answer.accepted, f"the permissions {permissions} were refused with {answer.status}"
    held = _held(server, cart_id, document(answer))
    assert held.get("permission_set") == permissions, "the metafield shows other permissions"


@pytest.mark.requirement("metafield-list-is-the-carts")
def test_the_metafields_of_a_cart_are_listed(server: ServerFace, arrange: Arrange) -> None:
    """A cart with three metafields lists these three, and not the one of another cart."""
    cart_id, other_id = arrange.checkout(server).id, arrange.checkout(server).id
    made = [_id(_made(server, arrange, cart_id, key=key)) for key in ("first", "second", "third")]
    elsewhere = _id(_made(server, arrange, other_id, key="first"))
    answer = server.api.get_cart_metafields(cart_id)
    assert answer.accepted, f"listing the metafields of a cart was refused with {answer.status}"
    assert _ids(answer) == sorted(made), "the cart lists other metafields than were made on it"
    assert _ids(server.api.get_cart_metafields(other_id)) == [elsewhere], "another cart lists other metafields"


@pytest.mark.requirement("metafield-list-is-chosen-by-name")
@pytest.mark.parametrize(("member", "value"), [("key", "second"), ("namespace", "desk")])
def test_metafields_are_chosen_by_key_and_namespace(
    server: ServerFace, arrange: Arrange, member: str, value: str
) -> None:
    """Asked for a key or a namespace, a cart lists the one metafield of three that has it."""
    cart_id = arrange.checkout(server).id
    made = [
        _made(server, arrange, cart_id, key="first", namespace="shop"),
        _made(server, arrange, cart_id, key="second", namespace="shop"),
        _made(server, arrange, cart_id, key="third", namespace="desk"),
    ]
    answer = server.api.get_cart_metafields(cart_id, {member: value})
    assert answer.accepted, f"listing metafields by {member} was refused with {answer.status}"
    named = [_id(each) for each in made if each[member] == value]
    assert _ids(answer) == named, f"the {member} was not looked at"


@pytest.mark.requirement("metafield-list-is-chosen-by-name")
@pytest.mark.parametrize(("namespace", "found"), [("shop", [0]), ("desk", [1]), ("yard", [])])
def test_a_key_and_a_namespace_choose_together(
    server: ServerFace, arrange: Arrange, namespace: str, found: list[int]
) -> None:
    """Asked for a key and a namespace at once, a cart lists only what has both."""
    cart_id = arrange.checkout(server).id
    made = [
        _made(server, arrange, cart_id, key="first", namespace="shop"),
        _made(server, arrange, cart_id, key="first", namespace="desk"),
        _made(server, arrange, cart_id, key="second", namespace="yard"),
    ]
    answer = server.api.get_cart_metafields(cart_id, {"key": "first", "namespace": namespace})
    assert answer.accepted, f"listing metafields by key and namespace was refused with {answer.status}"
    assert _ids(answer) == [_id(made[place]) for place in found], "the list isn't what has the key and the namespace"


@pytest.mark.requirement("metafield-list-counts-its-pages")
@pytest.mark.parametrize(("limit", "pages"), [(1, 2), (2, 1), (3, 1)])
def test_a_list_of_metafields_counts_its_pages(server: ServerFace, arrange: Arrange, limit: int, pages: int) -> None:
    """Two metafields are two, and fill the pages that they fill, where the list tells of pages at all."""
    cart_id = arrange.checkout(server).id
    _made(server, arrange, cart_id, key="first")
    _made(server, arrange, cart_id, key="second")
    answer = arrange.done(lambda: server.api.get_cart_metafields(cart_id, {"limit": str(limit)}))
    counted, right = _pagination(answer), {"total": 2, "total_pages": pages}
    assert counted == {name: right[name] for name in counted}, "the list counts other metafields or pages than it has"


@pytest.mark.requirement("metafield-update-changes")
def test_an_updated_metafield_is_shown_as_it_now_is(server: ServerFace, arrange: Arrange) -> None:
    """Of two metafields one is updated: it has its new value under its id, and the other one stays."""
    cart_id = arrange.checkout(server).id
    first, second = _made(server, arrange, cart_id, key="first"), _made(server, arrange, cart_id, key="second")
    update = _metafield(key="first", value="south", description="Which door")
    answer = server.api.update_cart_metafield(cart_id, first["id"], update)
    assert answer.accepted, f"updating a metafield was refused with {answer.status}"
    held = _held(server, cart_id, first)
    assert _told(held) == _told(update), "the metafield is shown otherwise than it was updated to"
    other = _held(server, cart_id, second)
    assert _told(other) == _told(second), "updating one metafield changed another"


@pytest.mark.requirement("metafield-delete-removes")
def test_a_deleted_metafield_is_gone_and_the_others_stay(server: ServerFace, arrange: Arrange) -> None:
    """Of two metafields one is deleted: it can't be read or listed any more, the other one can."""
    cart_id = arrange.checkout(server).id
    first, second = _made(server, arrange, cart_id, key="first"), _made(server, arrange, cart_id, key="second")
    answer = server.api.delete_cart_metafield(cart_id, first["id"])
    assert answer.accepted, f"deleting a metafield was refused with {answer.status}"
    gone = server.api.get_cart_metafield(cart_id, first["id"])
    assert gone.status == 404, f"reading a deleted metafield was answered with {gone.status}, not 404"
    assert _ids(server.api.get_cart_metafields(cart_id)) == [_id(second)], "the cart lists other metafields"


@pytest.mark.requirement("metafield-unknown-is-not-found")
def test_a_metafield_that_is_not_there_is_not_found(server: ServerFace, arrange: Arrange) -> None:
    """Reading and deleting a metafield that was never made are answered with 404, and leave the one that was."""
    cart_id = arrange.checkout(server).id
    made = _made(server, arrange, cart_id)
    read = server.api.get_cart_metafield(cart_id, NO_SUCH_NUMBER)
    deleted = server.api.delete_cart_metafield(cart_id, NO_SUCH_NUMBER)
    assert (read.status, deleted.status) == (404, 404), f"no metafield was answered {read.status}, {deleted.status}"
    answer = server.api.get_cart_metafield(cart_id, made["id"])
    assert answer.accepted, f"reading a metafield that is there was refused with {answer.status}"


@pytest.mark.requirement("metafield-of-another-cart-is-not-found")
def test_a_cart_gives_no_way_to_the_metafields_of_another(server: ServerFace, arrange: Arrange) -> None:
    """The metafield of one cart can be read by that cart, and not by another one."""
    cart_id, other_id = arrange.checkout(server).id, arrange.checkout(server).id
    made = _made(server, arrange, cart_id)
    refused = server.api.get_cart_metafield(other_id, made["id"])
    assert refused.refused, f"another cart's metafield was answered with {refused.status}"
    answer = server.api.get_cart_metafield(cart_id, made["id"])
    assert answer.accepted, f"a cart's own metafield was refused with {answer.status}"


@pytest.mark.requirement("metafield-texts-up-to-limits")
@pytest.mark.parametrize("member", TEXTS)
def test_the_texts_of_a_metafield_may_be_long(server: ServerFace, arrange: Arrange, member: str) -> None:
    """A text of a metafield that is as long as it may be is accepted and shown whole."""
    cart_id, text = arrange.checkout(server).id, "m" * LENGTHS[member]
    answer = server.api.create_cart_metafield(cart_id, _metafield(**{member: text}))
    assert answer.accepted, f"a {member} of {len(text)} characters was refused with {answer.status}"
    held = _held(server, cart_id, document(answer))
    assert held.get(member) == text, f"a {member} of {len(text)} characters is not shown whole"


@pytest.mark.requirement("metafield-texts-over-limits-are-refused")
@pytest.mark.parametrize("member", TEXTS)
def test_the_texts_of_a_metafield_may_not_be_longer(server: ServerFace, arrange: Arrange, member: str) -> None:
    """A text of a metafield that is one character too long is refused, one that fits is accepted."""
    cart_id, most = arrange.checkout(server).id, LENGTHS[member]
    refused = server.api.create_cart_metafield(cart_id, _metafield(**{member: "m" * (most + 1)}))
    assert refused.refused, f"a {member} of {most + 1} characters was answered with {refused.status}"
    assert _ids(server.api.get_cart_metafields(cart_id)) == [], "a refused metafield is there"
    answer = server.api.create_cart_metafield(cart_id, _metafield(**{member: "m" * most}))
    assert answer.accepted, f"a {member} of {most} characters was refused with {answer.status}"


@pytest.mark.requirement("metafield-name-twice-is-refused")
def test_a_cart_has_no_two_metafields_of_one_name(server: ServerFace, arrange: Arrange) -> None:
    """A second metafield with the namespace and key of the first is refused, one with another key is accepted."""
    cart_id = arrange.checkout(server).id
    made = _made(server, arrange, cart_id, key="first", value="north")
    refused = server.api.create_cart_metafield(cart_id, _metafield(key="first", value="south"))
    assert refused.refused, f"a second metafield of one name was answered with {refused.status}"
    held = _held(server, cart_id, made)
    assert held.get("value") == "north", "a refused metafield took the place of the first"
    answer = server.api.create_cart_metafield(cart_id, _metafield(key="second", value="south"))
    assert answer.accepted, f"a metafield with another key was refused with {answer.status}"


@pytest.mark.requirement("metafields-leave-the-cart")
def test_metafields_leave_the_checkout_of_their_cart(server: ServerFace, arrange: Arrange) -> None:
    """Making, updating and deleting a metafield leave items, addresses, shipping and total."""
    checkout = arrange.ready_to_order(server)
    made = _made(server, arrange, checkout.id)
    arrange.done(lambda: server.api.update_cart_metafield(checkout.id, made["id"], _metafield(value="south")))
    answer = server.api.delete_cart_metafield(checkout.id, made["id"])
    assert answer.accepted, f"deleting a metafield was refused with {answer.status}"
    differing = changed_on(server, checkout)
    assert not differing, f"metafields changed {', '.join(differing)}"


@pytest.mark.requirement("metafield-batch-create-is-kept")
def test_metafields_of_two_carts_are_made_at_once(server: ServerFace, arrange: Arrange) -> None:
    """One request makes a metafield on each of two carts, and each cart lists its own."""
    first, second = arrange.checkout(server).id, arrange.checkout(server).id
    wanted = [{"resource_id": cart_id, **_metafield(value=f"on {cart_id}")} for cart_id in (first, second)]
    answer = server.api.create_carts_metafields(wanted)
    assert answer.accepted, f"making two metafields at once was refused with {answer.status}"
    values = [_values(server.api.get_cart_metafields(cart_id)) for cart_id in (first, second)]
    assert values == [[f"on {first}"], [f"on {second}"]], "the carts list other metafields than were made on them"


@pytest.mark.requirement("metafield-batch-update-changes")
def test_several_metafields_are_updated_at_once(server: ServerFace, arrange: Arrange) -> None:
    """One request updates two metafields of three, and the third stays."""
    cart_id = arrange.checkout(server).id
    made = [_made(server, arrange, cart_id, key=key) for key in ("first", "second", "third")]
    changes = [{"id": str(each["id"]), **_metafield(key=each["key"], value="south")} for each in made[:2]]
    answer = server.api.update_carts_metafields(changes)
    assert answer.accepted, f"updating two metafields at once was refused with {answer.status}"
    assert _values(server.api.get_cart_metafields(cart_id)) == ["north", "south", "south"], (
        "the cart lists other values than it was updated to"
    )


@pytest.mark.requirement("metafield-batch-delete-removes")
def test_several_metafields_are_deleted_at_once(server: ServerFace, arrange: Arrange) -> None:
    """One request deletes two metafields of three, and the third stays."""
    cart_id = arrange.checkout(server).id
    made = [_id(_made(server, arrange, cart_id, key=key)) for key in ("first", "second", "third")]
    answer = server.api.delete_carts_metafields([int(each) for each in made[1:]])
    assert answer.accepted, f"deleting two metafields at once was refused with {answer.status}"
    assert _ids(server.api.get_cart_metafields(cart_id)) == made[:1], "the cart lists other metafields than were left"


def _metafield(**members: Any) -> dict[str, Any]:
    given = {"permission_set": "read", "namespace": "shop", "key": "door", "value": "north", "description": "Where"}
    return {**given, **members}


def _made(server: ServerFace, arrange: Arrange, cart_id: str, **members: Any) -> dict[str, Any]:
    """A metafield that is there before the scenario begins, as the store shows it."""
    return document(arrange.done(lambda: server.api.create_cart_metafield(cart_id, _metafield(**members))))


def _told(metafield: dict[str, Any]) -> dict[str, object]:
    """What a metafield must show as it was given."""
    return {member: metafield.get(member) for member in TOLD}


def _held(server: ServerFace, cart_id: str, metafield: dict[str, Any]) -> dict[str, Any]:
    """The metafield as it can be read now; an empty one, which says nothing, where it can't."""
    answer = server.api.get_cart_metafield(cart_id, metafield.get("id", 0))
    return document(answer) if answer.accepted else {}


def _id(metafield: dict[str, Any]) -> str:
    """The id, which the vendor documents as a text and stores write as a number."""
    return str(metafield.get("id"))


def _ids(answer: Answer) -> list[str]:
    return sorted(map(_id, _listed(answer)))


def _values(answer: Answer) -> list[str]:
    return sorted(str(each.get("value")) for each in _listed(answer))


def _listed(answer: Answer) -> list[dict[str, Any]]:
    """The metafields in the answer; raises :class:`Unreadable` when it lists none."""
    if not answer.accepted or not isinstance(answer.data, list):
        raise Unreadable(f"{answer}, and lists no metafields")
    return answer.data


def _pagination(answer: Answer) -> dict[str, object]:
    """How many entries and pages a list tells of; skips where it tells neither."""
    meta = answer.body.get("meta") if isinstance(answer.body, dict) else None
    pagination = (meta.get("pagination") if isinstance(meta, dict) else None) or {}
    counted = {name: pagination[name] for name in ("total", "total_pages") if name in pagination}
    if not counted:
        raise Lacking("the store doesn't count the pages of a list of metafields")
    return counted
