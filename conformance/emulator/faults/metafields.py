"""Faults of metafields of carts, and of settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as exchanged
from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.metafields import Metafield
from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import PRESENTERS, accepting, lines_of, reading
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import SUCCESS, altered, answering, rewriting, ruled
from conformance.emulator.messages import Answer, Call, Json, nothing

LENGTHS = {"namespace": 64, "key": 64, "value": 65535, "description": 255}
FORMS = ("MetafieldForm", "NewMetafieldForm", "KnownMetafieldForm")
CONFLICTS = (409, 422)


def _kept(components: Components, kept: Callable[[Metafield | None, Metafield], Metafield]) -> Components:
    return ruled(components, keep_metafield=kept)


def _listing(components: Components, change: Callable[[list[Json], Call], list[Json]]) -> Components:
    """Components that list other metafields of a cart than it has."""
    inner = components.answered

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        if call.operation == "getCartMetafields" and made.status in SUCCESS:
            made.document["data"] = change(made.document["data"], call)
        return made

    return exchanged(components, answered=answered)


@fault(
    "metafield-loses-letters",
    breaks="metafield-create-is-kept",
    surface="server",
    summary="A metafield is stored without letters beyond ASCII.",
)
def in_ascii(components: Components) -> Components:
    return _kept(
        components,
        lambda _before, after: replace(after, value=after.value.encode("ascii", "ignore").decode() or "-"),
    )


@fault(
    "metafield-loses-description",
    breaks="metafield-create-is-kept",
    surface="server",
    summary="A metafield that is read by its id has no description.",
)
def loses_description(components: Components) -> Components:
    return answering(components, rewriting(lambda document: document.update(description="")), "getCartMetafield")


@fault(
    "metafield-permissions-without-storefront",
    breaks="metafield-permissions-are-kept",
    surface="server",
    summary="Permissions that include the storefront are stored without it.",
)
def without_storefront(components: Components) -> Components:
    def kept(_before: Metafield | None, after: Metafield) -> Metafield:
        narrower: Any = after.permission_set.removesuffix("_and_sf_access")
        return replace(after, permission_set=narrower)

    return _kept(components, kept)


@fault(
    "metafield-list-shows-two",
    breaks="metafield-list-is-the-carts",
    surface="server",
    summary="A cart lists two of its metafields, however many it has.",
)
def shows_two(components: Components) -> Components:
    two = 2
    return _listing(components, lambda held, _call: held[:two])


@fault(
    "metafield-list-ignores-namespace",
    breaks="metafield-list-is-chosen-by-name",
    surface="server",
    summary="Asked for a namespace, a cart lists nothing.",
)
def ignores_namespace(components: Components) -> Components:
    return _listing(components, lambda held, call: [] if call.argument("namespace") else held)


@fault(
    "metafield-list-asked-for-both-is-empty",
    breaks="metafield-list-is-chosen-by-name",
    surface="server",
    summary="Asked for a key and a namespace at once, a cart lists nothing.",
)
def asked_for_both(components: Components) -> Components:
    return _listing(
        components, lambda held, call: [] if call.argument("key") and call.argument("namespace") else held
    )


@fault(
    "metafield-list-counts-a-page-too-many",
    breaks="metafield-list-counts-its-pages",
    surface="server",
    summary="A list of metafields that fills its pages counts one more.",
)
def page_too_many(components: Components) -> Components:
    def counted(answer: Answer) -> Answer:
        pagination = answer.document["meta"]["pagination"]
        pagination["total_pages"] = pagination["total"] // pagination["per_page"] + 1
        return answer

    return answering(components, counted, "getCartMetafields")


@fault(
    "metafield-update-keeps-value",
    breaks="metafield-update-changes",
    surface="server",
    summary="An updated metafield has its new description and its old value.",
)
def update_keeps_value(components: Components) -> Components:
    return _kept(components, lambda before, after: replace(after, value=before.value) if before else after)


@fault(
    "metafield-delete-leaves-it",
    breaks="metafield-delete-removes",
    surface="server",
    summary="A deleted metafield can still be read.",
)
def delete_leaves_it(components: Components) -> Components:
    return ruled(components, forget_metafield=lambda _metafield: False)


@fault(
    "metafield-unknown-deletion-accepted",
    breaks="metafield-unknown-is-not-found",
    surface="server",
    summary="Deleting a metafield that is not there is accepted.",
)
def unknown_deletion(components: Components) -> Components:
    return accepting(components, nothing(), "deleteCartMetafield")


@fault(
    "metafield-of-another-cart-is-shown",
    breaks="metafield-of-another-cart-is-not-found",
    surface="server",
    summary="Every cart shows the metafields of all carts by their ids.",
)
def of_another_cart(components: Components) -> Components:
    inner = components.answered
    known: dict[str, Json] = {}

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        if call.operation == "createCartMetafield" and made.status in SUCCESS:
            known[str(made.document["data"]["id"])] = made.document
        asked = call.params.get("metafield_id", "")
        elsewhere = call.operation == "getCartMetafield" and made.status not in SUCCESS and asked in known
        return Answer(200, known[asked]) if elsewhere else made

    return exchanged(components, answered=answered)


@fault(
    "metafield-name-twice-is-accepted",
    breaks="metafield-name-twice-is-refused",
    surface="server",
    summary="A second metafield of one name is accepted, without any effect.",
)
def twice_is_accepted(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        twice = call.operation == "createCartMetafield" and made.status in CONFLICTS and b"first" in call.body
        return Answer(200, {"data": {}, "meta": {}}) if twice else made

    return exchanged(components, answered=answered)


@fault(
    "metafield-value-over-255-refused",
    breaks="metafield-texts-up-to-limits",
    surface="server",
    summary="Values of more than 255 characters are refused, though 65535 are allowed.",
)
def value_over_255(components: Components) -> Components:
    def prepare(document: Any, form: str) -> Any:
        long = (
            form in FORMS and isinstance(document, dict) and len(str(document.get("value"))) > LENGTHS["description"]
        )
        if long:
            raise wrong_fields(value="is too long")
        return document

    return reading(components, prepare)


@fault(
    "metafield-long-texts-are-cut",
    breaks="metafield-texts-over-limits-are-refused",
    surface="server",
    summary="Texts of metafields that are too long are cut instead of refused.",
)
def long_texts_are_cut(components: Components) -> Components:
    def prepare(document: Any, form: str) -> Any:
        for member, most in LENGTHS.items() if form in FORMS and isinstance(document, dict) else ():
            if isinstance(document.get(member), str):
                document[member] = document[member][:most]
        return document

    return reading(components, prepare)


def _leaving_a_mark(components: Components, *operations: str) -> Components:
    """Components whose checkouts show one piece more once one of these operations was accepted."""
    inner = components.answered
    done: list[str] = []

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        if call.operation in operations and made.status in SUCCESS:
            done.append(call.operation)
        return made

    def alter(document: Json) -> None:
        for line in lines_of(document)[:1]:
            line["quantity"] += bool(done)

    return altered(exchanged(components, answered=answered), alter, *PRESENTERS)


@fault(
    "metafield-update-adds-a-piece",
    breaks="metafields-leave-the-cart",
    surface="server",
    summary="Updating a metafield adds a piece to the first line of the carts.",
)
def update_adds_a_piece(components: Components) -> Components:
    return _leaving_a_mark(components, "updateCartMetafield")


@fault(
    "metafield-batch-create-on-first-cart",
    breaks="metafield-batch-create-is-kept",
    surface="server",
    summary="Metafields that are made at once all hang on the cart of the first.",
)
def on_first_cart(components: Components) -> Components:
    def prepare(document: Any, _form: str) -> Any:
        if isinstance(document, list) and document and isinstance(document[0], dict):
            for number, one in enumerate(document):
                if isinstance(one, dict) and "resource_id" in one:
                    one["resource_id"] = document[0].get("resource_id")
                    one["key"] = f"{one.get('key')}{number or ''}"
        return document

    return reading(components, prepare)


@fault(
    "metafield-batch-update-spares-the-last",
    breaks="metafield-batch-update-changes",
    surface="server",
    summary="Of several metafields that are updated at once, the last stays as it was.",
)
def update_spares_the_last(components: Components) -> Components:
    def prepare(document: Any, _form: str) -> Any:
        batch = isinstance(document, list) and all(isinstance(one, dict) and "id" in one for one in document)
        return document[:-1] if batch and len(document) > 1 else document

    return reading(components, prepare)


@fault(
    "metafield-batch-delete-spares-the-last",
    breaks="metafield-batch-delete-removes",
    surface="server",
    summary="Of several metafields that are deleted at once, the last stays.",
)
def spares_the_last(components: Components) -> Components:
    def prepare(document: Any, _form: str) -> Any:
        batch = isinstance(document, list) and all(isinstance(one, int) for one in document)
        return document[:-1] if batch and len(document) > 1 else document

    return reading(components, prepare)


@fault(
    "settings-written-back-turn-round",
    breaks="settings-written-back-stay",
    surface="server",
    summary="Switches in the checkout settings are stored turned round.",
)
def turn_round(components: Components) -> Components:
    def prepare(document: Any, form: str) -> Any:
        if form != "CheckoutForm" or not isinstance(document, dict):
            return document
        return {name: not value if isinstance(value, bool) else value for name, value in document.items()}

    return reading(components, prepare)


@fault(
    "settings-written-back-add-a-piece",
    breaks="settings-leave-checkouts",
    surface="server",
    summary="Writing settings adds a piece to the first line of every cart.",
)
def add_a_piece(components: Components) -> Components:
    return _leaving_a_mark(components, "updateGlobalCartSettings", "updateCheckoutSettings")
