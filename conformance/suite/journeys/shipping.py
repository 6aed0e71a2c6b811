"""Steps on consignments: adding, sharing a line out, sending elsewhere, deleting, choosing a shipping option."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from conformance.api import Answer
from conformance.suite.arrange import parcel
from conformance.suite.documents import Checkout, Consignment, LineItem, checkout_in
from conformance.suite.faces import Face, Parcel
from conformance.suite.journeys.details import look_again
from conformance.suite.journeys.ground import ADDRESSES
from conformance.suite.journeys.items import fresh
from conformance.suite.journeys.picture import Picture, Shipment, picture_of
from conformance.suite.journeys.walk import Effect, Walk
from conformance.suite.people import Address, kept
from conformance.suite.scenarios.parcels import repacked

ADD, SEVERAL, MATCH, UPDATE, DELETE, ONE, CHOSEN = (
    "consignment-add-is-kept",
    "consignment-several-addresses",
    "consignment-items-match-addresses",
    "consignment-update-is-kept",
    "consignment-delete-removes",
    "consignment-update-touches-one",
    "shipping-option-selection-is-kept",
)
# Consignments that were added are held against their parcels, those that were there against how they stood.
ANY = frozenset({"consignments"})
# The choice may have to be made again when something about the other consignments changes.
OPTIONS = frozenset({"options"})


def ship(walk: Walk, pick: int, place: int) -> None:
    """Sends some of the lines that go nowhere yet to one address, or to two; when all go somewhere, one elsewhere."""
    face = fresh(walk, pick)
    going_nowhere = unsent(walk.seen[face.name])
    places = _new_addresses(walk, face)
    if not going_nowhere or not places:
        readdress(walk, pick, place)
        return
    some = going_nowhere[: 1 + place % len(going_nowhere)]
    whole = [(item.id, item.quantity) for item in some]
    address = places[place % len(places)]
    parcels = [Parcel(address, tuple(whole))]
    others = [each for each in places if each is not address]
    if pick % 2 and len(whole) > 1 and others:
        parcels = [Parcel(address, tuple(whole[:1])), Parcel(others[0], tuple(whole[1:]))]
    add(walk, face, parcels)


def share_out(walk: Walk, pick: int, place: int) -> None:
    """Shares one line that goes nowhere yet out over two addresses; how the store then keeps it is its own affair."""
    face = fresh(walk, pick)
    lines = [line for line in unsent(walk.seen[face.name]) if line.quantity > 1]
    places = _new_addresses(walk, face)
    if not lines or len(places) < 2:
        ship(walk, pick, place)
        return
    line = lines[place % len(lines)]
    first = 1 + place % (line.quantity - 1)
    parcels = [Parcel(places[0], ((line.id, first),)), Parcel(places[1], ((line.id, line.quantity - first),))]
    words = f"share the line of product {line.product_id} out over two addresses"
    answer = walk.do(face, words, lambda: face.add_consignments(walk.id, parcels))
    walk.claim(
        SEVERAL, f"sharing a line out over two addresses was refused with {answer.status}", holds=answer.accepted
    )
    if answer.accepted:
        walk.settle(face, answer, Effect(SEVERAL, speaks_for=("contents",), kind="consignment added", loose=ANY))
        shown = [held.address for held in walk.pictures[face.name].shipments.values()]
        both = all(kept(each.address) in shown for each in parcels)
        walk.claim(
            SEVERAL, "a line was shared out and the checkout shows no consignment for each address", holds=both
        )


def add(walk: Walk, face: Face, parcels: list[Parcel]) -> None:
    """Adds a consignment for each parcel and holds each against its address and items."""
    before = walk.pictures[face.name]
    names = " and ".join(str(one.address["first_name"]) for one in parcels)
    count = sum(len(one.items) for one in parcels)
    words = f"send {count} {'line' if count == 1 else 'lines'} to {names}"
    answer = walk.do(face, words, lambda: face.add_consignments(walk.id, parcels))
    several = len(parcels) > 1 or bool(before.shipments)
    requirement = SEVERAL if several else ADD
    walk.claim(requirement, f"adding a consignment was refused with {answer.status}", holds=answer.accepted)
    if not answer.accepted:
        return
    if isinstance(answer.data, dict) and "cart" in answer.data:
        _hold_new(walk, before, _picture(answer), parcels, walk.seen[face.name])
    asked = walk.seen[face.name]
    walk.settle(face, answer, Effect(requirement, kind="consignment added", loose=ANY))
    _hold_new(walk, before, walk.pictures[face.name], parcels, asked)


def readdress(walk: Walk, pick: int, place: int) -> None:
    """Sends one consignment elsewhere with the same items; the others must stay as they are."""
    face = fresh(walk, pick)
    checkout, places = walk.seen[face.name], _new_addresses(walk, face)
    if not checkout.consignments or not places or _shares_lines(checkout):
        look_again(walk, pick)
        return
    consignment = checkout.consignments[place % len(checkout.consignments)]
    address = places[pick % len(places)]
    there = repacked(checkout, consignment, address)
    words = f"send the consignment of {_name(consignment)} to {address['first_name']} instead"
    answer = walk.do(face, words, lambda: face.readdress_consignment(walk.id, consignment.id, there))
    walk.claim(UPDATE, f"updating a consignment was refused with {answer.status}", holds=answer.accepted)
    if answer.accepted:
        change = _setting(consignment.id, address=kept(address))
        _settle_one(walk, face, answer, Effect(UPDATE, change, ("consignments",), "consignment updated"), consignment)


def unship(walk: Walk, pick: int, place: int) -> None:
    """Deletes one consignment; the others must stay as they are."""
    face = fresh(walk, pick)
    checkout = walk.seen[face.name]
    if not checkout.consignments or _shares_lines(checkout):
        ship(walk, pick, place)
        return
    consignment = checkout.consignments[place % len(checkout.consignments)]
    words = f"delete the consignment of {_name(consignment)}"
    answer = walk.do(face, words, lambda: face.delete_consignment(walk.id, consignment.id))
    walk.claim(DELETE, f"deleting a consignment was refused with {answer.status}", holds=answer.accepted)

    def without(picture: Picture) -> Picture:
        left = {key: held for key, held in picture.shipments.items() if key != consignment.id}
        return replace(picture, shipments=left)

    if answer.accepted:
        both = ("consignments", "options")
        walk.settle(face, answer, Effect(DELETE, without, both, "consignment deleted", OPTIONS))


def choose_option(walk: Walk, pick: int, place: int) -> None:
    """Chooses another shipping option for one consignment; the others keep theirs."""
    face = fresh(walk, pick)
    if not walk.seen[face.name].consignments:
        ship(walk, pick, place)
        return
    words = "ask for the shipping options"
    reading = walk.do(face, words, lambda: face.read_checkout(walk.id, shipping_options=True), shipping_options=True)
    offered = checkout_in(reading)
    consignment = offered.consignments[place % len(offered.consignments)]
    chosen = consignment.selected_shipping_option
    options = [one for one in consignment.available_shipping_options or () if chosen is None or one.id != chosen.id]
    if not options:
        return
    option = options[pick % len(options)]
    words = f"choose another shipping option for {_name(consignment)}"
    answer = walk.do(face, words, lambda: face.choose_shipping(walk.id, consignment.id, option.id))
    walk.claim(CHOSEN, f"choosing a shipping option was refused with {answer.status}", holds=answer.accepted)
    if answer.accepted:
        change = _setting(consignment.id, option=option.id)
        effect = Effect(
            CHOSEN, change, ("options",), "option chosen", touched=frozenset({consignment.id}), others=ONE
        )
        walk.settle(face, answer, effect)


def unsent(checkout: Checkout) -> tuple[LineItem, ...]:
    """The physical lines that go nowhere yet."""
    sent = {each for held in checkout.consignments for each in held.line_item_ids}
    return tuple(item for item in checkout.cart.line_items.physical_items if item.id not in sent)


def send_all(walk: Walk, face: Face) -> None:
    """Sends everything that goes nowhere yet to one more address."""
    places = _new_addresses(walk, face) or list(ADDRESSES)
    add(walk, face, [parcel(places[0], *unsent(walk.seen[face.name]))])


def _settle_one(walk: Walk, face: Face, answer: Answer, effect: Effect, consignment: Consignment) -> None:
    # Whether a consignment keeps its option when it goes elsewhere was seen both ways; others get no other option.
    picture = walk.pictures[face.name]
    own = picture.shipments[consignment.id].option
    shown = _picture(answer) if isinstance(answer.data, dict) and "cart" in answer.data else picture
    now = shown.shipments.get(consignment.id)
    option = own if now is None else now.option
    change = effect.change

    def changed(before: Picture) -> Picture:
        return _setting(consignment.id, option=option)(change(before))

    touched = frozenset({consignment.id})
    walk.settle(face, answer, replace(effect, change=changed, loose=OPTIONS, touched=touched, others=ONE))


def _hold_new(walk: Walk, before: Picture, shown: Picture, parcels: list[Parcel], asked: Checkout) -> None:
    new = [held for key, held in shown.shipments.items() if key not in before.shipments]
    several = len(parcels) > 1 or bool(before.shipments)
    for one in parcels:
        bound = [held for held in new if held.address == kept(one.address)]
        walk.claim(
            SEVERAL if several else ADD, "no consignment with the address that was given", holds=len(bound) == 1
        )
        goods = _goods(asked, one)
        held = not bound or bound[0].goods == goods
        walk.claim(
            MATCH if several else ADD, "a new consignment with other items than were given to its address", holds=held
        )
    for key, there in before.shipments.items():
        now = shown.shipments.get(key)
        stays = now is not None and now.bound == there.bound and now.option in {there.option, None}
        walk.claim(SEVERAL, "a consignment that was there changed when another was added", holds=stays)
    count = len(shown.shipments) == len(before.shipments) + len(parcels)
    walk.claim(SEVERAL if several else ADD, "other consignments than there were and were added", holds=count)


def _goods(checkout: Checkout, one: Parcel) -> Mapping[tuple[int, int | None], int]:
    given = dict(one.items)
    items = tuple(item for item in checkout.cart.items if item.id in given)
    held: dict[tuple[int, int | None], int] = {}
    for item in items:
        held[item.product_id, item.variant_id] = held.get((item.product_id, item.variant_id), 0) + given[item.id]
    return held


def _setting(consignment_id: str, **parts: object) -> Callable[[Picture], Picture]:
    def change(picture: Picture) -> Picture:
        held = picture.shipments.get(consignment_id, Shipment({}, {}))
        return picture.with_shipment(consignment_id, replace(held, **parts))  # type: ignore[arg-type]

    return change


def _new_addresses(walk: Walk, face: Face) -> list[Address]:
    taken = [held.address for held in walk.pictures[face.name].shipments.values()]
    return [address for address in ADDRESSES if kept(address) not in taken]


def _shares_lines(checkout: Checkout) -> bool:
    """Whether a line is listed by two consignments: how many of it go where the answer then doesn't say."""
    listed = [each for held in checkout.consignments for each in held.line_item_ids]
    return len(set(listed)) < len(listed)


def _picture(answer: Answer) -> Picture:
    return picture_of(checkout_in(answer))


def _name(consignment: Consignment) -> str:
    return str((consignment.shipping_address or {}).get("first_name") or "nobody")
