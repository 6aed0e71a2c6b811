# ruff: noqa: D101 - forms are described by the route beside them
"""The emulator's own controls, beside the store; `control.openapi.yaml` describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from conformance.emulator.commerce import payments
from conformance.emulator.commerce.refusals import NotFound, Refused
from conformance.emulator.emulator import Emulator
from conformance.emulator.failures import Failure
from conformance.emulator.messages import Answer, Call
from conformance.emulator.reading import optional, strict
from conformance.errors import UserMistake

Handler = Callable[[Emulator, Call], Answer]
# A hundred years: no scenario waits longer, and dates stay in range.
LONGEST_WAIT = 3_153_600_000
# One page of the journal, unless more is asked for.
PAGE = 100
PAGES = Path(__file__).resolve().parents[1] / "inspector"
# The page needs nothing from elsewhere, and nobody may frame it or make it run their text.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class FaultsForm(Struct, forbid_unknown_fields=True):
    faults: tuple[str, ...]


class AdvanceForm(Struct, forbid_unknown_fields=True):
    seconds: Annotated[int, Meta(ge=0, le=LONGEST_WAIT)]


class ClockForm(Struct, forbid_unknown_fields=True):
    now: datetime | None = None
    frozen: bool | None = None


class IdsForm(Struct, forbid_unknown_fields=True):
    seed: Annotated[int, Meta(ge=0, le=2**53 - 1)]


class SnapshotForm(Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{0,64}$")] = ""


def answered(emulator: Emulator, handler: Handler, call: Call) -> Answer:
    """The answer of a control; what can't be done is told with its mend."""
    try:
        _refuse_foreign(call)
        return handler(emulator, call)
    except UserMistake as mistake:
        return Answer(422, {"error": mistake.what, "where": mistake.where, "mend": mistake.mend})
    except NotFound as error:
        return Answer(404, {"error": str(error), "where": call.path, "mend": "look at the list"})
    except Refused as error:
        where = ", ".join(error.fields)
        mend = "; ".join(error.fields.values())
        status = 400 if error.kind == "malformed" else 422
        return Answer(status, {"error": error.message, "where": where, "mend": mend})


def health(store: Emulator, _call: Call) -> Answer:
    """That it lives, and what it has on its shelves."""
    fixtures = store.fixtures() | {
        "good_card": payments.GOOD_CARD,
        "declined_card": payments.DECLINED_CARD,
        "payment_method_id": payments.METHOD_ID,
    }
    return Answer(200, {"status": "ok", "faults": list(store.faults), "fixtures": fixtures})


def state(store: Emulator, call: Call) -> Answer:
    """What the store holds, for people."""
    return Answer(200, store.state(_number(call, "limit", 50, 500)))


def reset(store: Emulator, _call: Call) -> Answer:
    """The store as new."""
    store.reset()
    return Answer(204)


def put_seed(store: Emulator, call: Call) -> Answer:
    """A new store with what the YAML of the body says."""
    try:
        text = call.body.decode()
    except UnicodeDecodeError:
        raise UserMistake("a seed file is UTF-8", "seed", "save it so") from None
    if not text.strip():
        raise UserMistake("the seed file is empty", "seed", "send YAML, or DELETE to have the demo store")
    store.seed(text)
    return health(store, call)


def delete_seed(store: Emulator, _call: Call) -> Answer:
    """A new store with what the demo has."""
    store.unseed()
    return Answer(204)


def get_snapshots(store: Emulator, _call: Call) -> Answer:
    """All snapshots."""
    return Answer(200, {"snapshots": store.snapshots()})


def post_snapshot(store: Emulator, call: Call) -> Answer:
    """The store as it is, kept."""
    return Answer(201, {"name": store.snapshot(optional(strict, call.body, SnapshotForm).name)})


def restore_snapshot(store: Emulator, call: Call) -> Answer:
    """The store as it was."""
    store.restore(call.params["name"])
    return Answer(204)


def delete_snapshot(store: Emulator, call: Call) -> Answer:
    """A snapshot less."""
    store.forget(call.params["name"])
    return Answer(204)


def get_faults(store: Emulator, _call: Call) -> Answer:
    """Which faults are on, and which there are."""
    return Answer(200, {"faults": list(store.faults), "known": store.known_faults()})


def put_faults(store: Emulator, call: Call) -> Answer:
    """Other faults from now on."""
    store.switch(strict(call.body, FaultsForm).faults)
    return Answer(200, {"faults": list(store.faults)})


def switch_fault(store: Emulator, call: Call, *, on: bool) -> Answer:
    """One fault more, or one less."""
    name = call.params["name"]
    rest = tuple(one for one in store.faults if one != name)
    store.switch((*rest, name) if on else rest)
    return Answer(200, {"faults": list(store.faults)})


def get_clock(store: Emulator, _call: Call) -> Answer:
    """The store's time."""
    return Answer(200, {"now": store.time(), "frozen": store.frozen, "kind": store.settings.clock})


def put_clock(store: Emulator, call: Call) -> Answer:
    """The store's time, put forward, frozen or let go."""
    form = strict(call.body, ClockForm)
    if form.now is not None:
        store.set_time(form.now)
    if form.frozen is not None:
        (store.freeze if form.frozen else store.thaw)()
    return get_clock(store, call)


def advance_clock(store: Emulator, call: Call) -> Answer:
    """The store's time after a jump forward."""
    store.time(strict(call.body, AdvanceForm).seconds)
    return get_clock(store, call)


def get_ids(store: Emulator, _call: Call) -> Answer:
    """Where ids come from."""
    return Answer(200, {"seed": store.settings.seed})


def put_ids(store: Emulator, call: Call) -> Answer:
    """Ids from another seed."""
    store.reseed_ids(strict(call.body, IdsForm).seed)
    return get_ids(store, call)


def get_failures(store: Emulator, _call: Call) -> Answer:
    """The failures that wait."""
    return Answer(200, {"failures": store.failures.listed()})


def post_failure(store: Emulator, call: Call) -> Answer:
    """A failure on order."""
    return Answer(201, {"id": store.fail(strict(call.body, Failure))})


def delete_failures(store: Emulator, _call: Call) -> Answer:
    """No failure waits any more."""
    store.failures.clear()
    return Answer(204)


def delete_failure(store: Emulator, call: Call) -> Answer:
    """A failure less."""
    store.failures.remove(_identifier(call, "failure"))
    return Answer(204)


def get_journal(store: Emulator, call: Call) -> Answer:
    """The exchanges that fit the query, newest first: in brief, or whole."""
    limit = _number(call, "limit", PAGE, 10_000)
    asked = {name: call.argument(name) or "" for name in ("operation", "status", "path", "method", "face")}
    found = store.journal.find(after=_number(call, "after", 0, 2**53), **asked)  # type: ignore[arg-type]
    whole = call.argument("whole") == "true"
    newest = found[::-1][:limit]
    shown = [one.whole() if whole else one.brief() for one in newest]
    return Answer(200, {"count": len(found), "seen": store.journal.seen, "exchanges": shown})


def delete_journal(store: Emulator, _call: Call) -> Answer:
    """An empty journal."""
    store.journal.clear()
    return Answer(204)


def get_exchange(store: Emulator, call: Call) -> Answer:
    """One exchange, whole."""
    found = store.journal.entry(_identifier(call, "exchange"))
    if found is None:
        raise NotFound("exchange", call.params["id"])
    return Answer(200, found.whole())


def page(_store: Emulator, _call: Call, *, name: str, content_type: str) -> Answer:
    """A file of the inspector."""
    headers = (
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-cache"),
    )
    text = (PAGES / name).read_text(encoding="utf-8")
    return Answer(200, content_type=f"{content_type}; charset=utf-8", headers=headers, text=text)


def to_the_page(_store: Emulator, _call: Call) -> Answer:
    """The inspector is one slash further."""
    return Answer(307, headers=(("location", "/_emulator/"),))


def _number(call: Call, name: str, default: int, most: int) -> int:
    written = call.argument(name)
    if written is None:
        return default
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(most)) or int(written) > most:
        raise UserMistake(f"`{name}` is a whole number from 0 to {most}", name, f"leave it out for {default}")
    return int(written)


def _identifier(call: Call, what: str) -> int:
    written = call.params["id"]
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(2**53)):
        raise NotFound(what, written)
    return int(written)


def _refuse_foreign(call: Call) -> None:
    """Pages of other sites, open in a browser on this machine, must not reach into the store."""
    origin = call.headers.get("origin")
    if call.writes and origin is not None and urlsplit(origin).netloc != call.headers.get("host"):
        raise UserMistake("another site's page asks for this", "Origin", "ask from the inspector")


ROUTES: Mapping[str, Mapping[str, Handler]] = {
    "/_emulator": {"GET": to_the_page},
    "/_emulator/": {"GET": partial(page, name="index.html", content_type="text/html")},
    "/_emulator/inspector.css": {"GET": partial(page, name="inspector.css", content_type="text/css")},
    "/_emulator/inspector.js": {"GET": partial(page, name="inspector.js", content_type="text/javascript")},
    "/_emulator/health": {"GET": health},
    "/_emulator/state": {"GET": state},
    "/_emulator/reset": {"POST": reset},
    "/_emulator/seed": {"PUT": put_seed, "DELETE": delete_seed},
    "/_emulator/snapshots": {"GET": get_snapshots, "POST": post_snapshot},
    "/_emulator/snapshots/{name}": {"DELETE": delete_snapshot},
    "/_emulator/snapshots/{name}/restore": {"POST": restore_snapshot},
    "/_emulator/faults": {"GET": get_faults, "PUT": put_faults},
    "/_emulator/faults/{name}": {"PUT": partial(switch_fault, on=True), "DELETE": partial(switch_fault, on=False)},
    "/_emulator/clock": {"GET": get_clock, "PUT": put_clock},
    "/_emulator/clock/advance": {"POST": advance_clock},
    "/_emulator/ids": {"GET": get_ids, "PUT": put_ids},
    "/_emulator/failures": {"GET": get_failures, "POST": post_failure, "DELETE": delete_failures},
    "/_emulator/failures/{id}": {"DELETE": delete_failure},
    "/_emulator/journal": {"GET": get_journal, "DELETE": delete_journal},
    "/_emulator/journal/{id}": {"GET": get_exchange},
}
