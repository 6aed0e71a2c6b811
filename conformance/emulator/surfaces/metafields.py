# ruff: noqa: D101, D103 - handlers and forms are described by the operationId beside them
"""Metafields of carts on the server-to-server face, one by one and in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, TypeVar

from msgspec import Meta, Struct, structs

from conformance.emulator.commerce.metafields import Metafield, PermissionSet
from conformance.emulator.commerce.refusals import NotFound, Refusal, Refused, wrong_fields
from conformance.emulator.messages import Answer, Call, Json, nothing
from conformance.emulator.surfaces.errors import STATUS_CODES
from conformance.emulator.surfaces.fields import Id, Named
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.paging import page
from conformance.emulator.surfaces.showing import enveloped
from conformance.emulator.surfaces.view import timestamp
from conformance.emulator.till import LONGEST_NUMBER, Till

operations = Operations("server", "/stores/{store_hash}/v3/carts")
KIND = "metafield"
# What `include_fields` can ask for.
LISTED = (
    "resource_id",
    "key",
    "value",
    "namespace",
    "permission_set",
    "resource_type",
    "description",
    "owner_client_id",
    "date_created",
    "date_modified",
)
Entry = TypeVar("Entry")

Short = Annotated[str, Meta(min_length=1, max_length=64)]
Value = Annotated[str, Meta(min_length=1, max_length=65535)]
Description = Annotated[str, Meta(max_length=255)]


class MetafieldForm(Struct, kw_only=True):
    permission_set: PermissionSet
    namespace: Short
    key: Short
    value: Value
    description: Description = ""


class NewMetafieldForm(MetafieldForm, kw_only=True):
    resource_id: Named


class KnownMetafieldForm(MetafieldForm, kw_only=True):
    id: int | str


@operations.on("GET", "/{cart_id}/metafields", "getCartMetafields")
def get_of_cart(till: Till, call: Call) -> Answer:
    cart = till.checkout(call.params["cart_id"], "cart")
    return _list(call, till.documents.sought(KIND, cart.id, Metafield))


@operations.on("POST", "/{cart_id}/metafields", "createCartMetafield")
def create(till: Till, call: Call) -> Answer:
    cart = till.checkout(call.params["cart_id"], "cart")
    form = till.components.read(call.body, MetafieldForm)
    return Answer(200, enveloped(_document(_created(till, cart.id, form))))


@operations.on("GET", "/{cart_id}/metafields/{metafield_id}", "getCartMetafield")
def get_one(till: Till, call: Call) -> Answer:
    found = _of_cart(till, call)
    # Documented with the parameters of a list; they choose nothing here, but they must be well-formed.
    _list(call, (found,))
    return Answer(200, enveloped(_document(found)))


@operations.on("PUT", "/{cart_id}/metafields/{metafield_id}", "updateCartMetafield")
def update(till: Till, call: Call) -> Answer:
    before = _of_cart(till, call)
    form = till.components.read(call.body, MetafieldForm)
    return Answer(200, enveloped(_document(_updated(till, before, form))))


@operations.on("DELETE", "/{cart_id}/metafields/{metafield_id}", "deleteCartMetafield")
def delete(till: Till, call: Call) -> Answer:
    _forget(till, _of_cart(till, call))
    return nothing()


@operations.on("GET", "/metafields", "getCartsMetafields")
def get_all(till: Till, call: Call) -> Answer:
    return _list(call, till.documents.all(KIND, Metafield))


@operations.on("POST", "/metafields", "createCartsMetafields")
def create_batch(till: Till, call: Call) -> Answer:
    forms = _filled(till.components.read(call.body, tuple[NewMetafieldForm, ...]))

    def one(form: NewMetafieldForm) -> Json:
        return _document(_created(till, till.checkout(form.resource_id, "cart").id, form))

    return _batch(forms, one)


@operations.on("PUT", "/metafields", "updateCartsMetafields")
def update_batch(till: Till, call: Call) -> Answer:
    forms = _filled(till.components.read(call.body, tuple[KnownMetafieldForm, ...]))
    return _batch(forms, lambda form: _document(_updated(till, _numbered(till, str(form.id)), form)))


@operations.on("DELETE", "/metafields", "deleteCartsMetafields")
def delete_batch(till: Till, call: Call) -> Answer:
    ids = _filled(till.components.read(call.body, tuple[Id, ...]))

    def one(metafield_id: int) -> int:
        _forget(till, _numbered(till, str(metafield_id)))
        return metafield_id

    return _batch(ids, one)


def _filled(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if not entries:
        raise wrong_fields(body="At least one entry is required")
    return entries


def _batch(entries: Sequence[Entry], act: Callable[[Entry], object]) -> Answer:
    """What could be done and what could not; 422 as soon as anything could not."""
    done, errors = [], []
    for entry in entries:
        try:
            done.append(act(entry))
        except Refusal as error:
            errors.append({"status": 422, "title": str(error), "type": STATUS_CODES, "errors": {}})
    outcome = {"total": len(entries), "success": len(done), "failed": len(errors)}
    return Answer(422 if errors else 200, {"data": done, "errors": errors, "meta": outcome})


def _created(till: Till, cart_id: str, form: MetafieldForm) -> Metafield:
    now = till.now()
    made = Metafield(
        id=till.number(KIND),
        cart_id=cart_id,
        permission_set=form.permission_set,
        namespace=form.namespace,
        key=form.key,
        value=form.value,
        description=form.description,
        created=now,
        modified=now,
    )
    return _kept(till, made)


def _updated(till: Till, before: Metafield, form: MetafieldForm) -> Metafield:
    changed = structs.replace(
        before,
        permission_set=form.permission_set,
        namespace=form.namespace,
        key=form.key,
        value=form.value,
        description=form.description,
        modified=till.now(),
    )
    return _kept(till, changed, before)


def _kept(till: Till, metafield: Metafield, before: Metafield | None = None) -> Metafield:
    beside = till.documents.sought(KIND, metafield.cart_id, Metafield)
    if any(one.same_name(metafield) and one.id != metafield.id for one in beside):
        raise Refused("duplicate", "A metafield with this namespace and key is there already")
    till.documents.put(KIND, str(metafield.id), till.policies.keep_metafield(before, metafield))
    return metafield


def _forget(till: Till, metafield: Metafield) -> None:
    if till.policies.forget_metafield(metafield):
        till.documents.delete(KIND, str(metafield.id))


def _numbered(till: Till, written: str) -> Metafield:
    known = len(written) < LONGEST_NUMBER and written.isascii() and written.isdigit()
    found = till.documents.get(KIND, str(int(written)), Metafield) if known else None
    if found is None:
        raise NotFound("metafield", written)
    return found


def _of_cart(till: Till, call: Call) -> Metafield:
    cart = till.checkout(call.params["cart_id"], "cart")
    found = _numbered(till, call.params["metafield_id"])
    if found.cart_id != cart.id:
        raise NotFound("metafield", call.params["metafield_id"])
    return found


def _list(call: Call, found: Iterable[Metafield]) -> Answer:
    fields = (call.argument("include_fields") or "").split(",")
    if not set(fields) <= {"", *LISTED}:
        raise wrong_fields(include_fields="must name members of a metafield")
    direction = call.argument("direction") or "asc"
    if direction not in ("asc", "desc"):
        raise wrong_fields(direction="must be asc or desc")
    chosen = [one for one in found if _asked_for(call, one)]
    if direction == "desc":
        chosen.reverse()
    shown, pages = page(call, chosen)
    return Answer(200, {"data": [_document(one) for one in shown], "meta": {"pagination": pages}})


def _asked_for(call: Call, one: Metafield) -> bool:
    for name, value in (("key", one.key), ("namespace", one.namespace)):
        exact, several = call.argument(name), call.argument(f"{name}:in")
        if exact is not None and value != exact:
            return False
        if several is not None and value not in several.split(","):
            return False
    return True


def _document(one: Metafield) -> Json:
    return {
        "id": one.id,
        "permission_set": one.permission_set,
        "namespace": one.namespace,
        "key": one.key,
        "value": one.value,
        "description": one.description,
        "resource_type": "cart",
        "resource_id": one.cart_id,
        "date_created": timestamp(one.created),
        "date_modified": timestamp(one.modified),
        "owner_client_id": "emulator",
    }
