"""One emulated store: what happens between a request and its answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as exchanged
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from conformance.emulator.access import AccessRefused
from conformance.emulator.commerce.catalog import Product
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.payments import PaymentRefused
from conformance.emulator.commerce.refusals import NotFound, Refusal
from conformance.emulator.components import Components
from conformance.emulator.failures import Failure, Failures
from conformance.emulator.faults import FAULTS, with_faults
from conformance.emulator.goods import STANDING, Goods, Standing, demo_goods, stock
from conformance.emulator.journal import Entry, Journal
from conformance.emulator.limits import WINDOW_SECONDS, Quota
from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.picture import picture
from conformance.emulator.seeding import read_seed
from conformance.emulator.settings import Settings
from conformance.emulator.sources import Clock, digest
from conformance.emulator.storage import Copy, Documents, Storage
from conformance.emulator.surfaces.errors import PROBLEM, broken, refusal
from conformance.emulator.surfaces.operations import Operation
from conformance.emulator.surfaces.view import timestamp
from conformance.emulator.till import Till
from conformance.errors import UserMistake

LOG = logging.getLogger("conformance.emulator")
GUARDED = ("server", "management")
COUNTED = ("server", "management", "payments")
TOO_MANY = 429
# A snapshot is a whole store in memory; more than these would rather be stores of their own.
MOST_SNAPSHOTS = 50
STOREFRONT_HEADERS = (
    ("cache-control", "no-store, no-cache, must-revalidate"),
    ("pragma", "no-cache"),
    ("expires", "Thu, 19 Nov 1981 08:52:00 GMT"),
    ("x-content-type-options", "nosniff"),
    ("x-permitted-cross-domain-policies", "none"),
    ("x-frame-options", "deny"),
)


@dataclass(frozen=True)
class Snapshot:
    """A store at one moment: what it held, its settings, and whether its clock stood."""

    held: Copy
    settings: Settings
    standing: Standing
    frozen: bool
    taken_at: str


class Emulator:
    """A store with its database, its clock and its parts; every request is one transaction.

    `operations` are what it answers; only failures on order ask for their names.
    """

    def __init__(self, settings: Settings, operations: Sequence[Operation] = ()) -> None:
        self.settings = self._original = settings
        self.failures = Failures({one.name for one in operations})
        self.journal = Journal(settings.journal)
        self._storage = Storage(settings.database)
        self._clock = Clock(settings)
        self._quota = Quota(settings.rate_quota)
        self._requests = 0
        self._faults: tuple[str, ...] = ()
        self._components = Components()
        self._standing = Standing()
        self._snapshots: dict[str, Snapshot] = {}
        self.switch(settings.faults)
        self._open()

    # Faults.

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults that are switched on."""
        return self._faults

    def switch(self, faults: tuple[str, ...]) -> None:
        """Exchanges the faults. Raises UserMistake for an unknown one."""
        self._components = with_faults(Components(), faults)
        self._faults = faults

    def known_faults(self) -> list[dict[str, str]]:
        """All faults with what they break."""
        return [{"name": one.name, "breaks": one.breaks, "summary": one.summary} for one in FAULTS.values()]

    # What the store has.

    def reset(self) -> None:
        """Makes the store as new, on what it was seeded with; faults and the journal stay, ordered failures go."""
        self._restock(self._goods(self._standing.seed))

    def seed(self, text: str, where: str = "seed") -> None:
        """A new store with what the YAML says. Raises UserMistake with line and member, and then changes nothing."""
        self._restock(self._goods(text, where))

    def unseed(self) -> None:
        """A new store with what the demo has."""
        self._restock(self._goods(""))

    def snapshot(self, name: str = "") -> str:
        """Keeps the store as it is, under this name or the next number. Raises UserMistake beyond 50."""
        made = name or next(str(one) for one in range(1, MOST_SNAPSHOTS + 2) if str(one) not in self._snapshots)
        if made not in self._snapshots and len(self._snapshots) >= MOST_SNAPSHOTS:
            raise UserMistake(f"there are {MOST_SNAPSHOTS} snapshots already", "snapshots", "forget one of them")
        held = self._storage.copy()
        self._snapshots[made] = Snapshot(held, self.settings, self._standing, self._clock.frozen, self.time())
        return made

    def restore(self, name: str) -> None:
        """The store as it was. Raises NotFound when no snapshot has this name."""
        snapshot = self._snapshot(name)
        self._storage.replace(snapshot.held)
        self.settings, self._standing = snapshot.settings, snapshot.standing
        self._clock.thaw()
        if snapshot.frozen:
            self._clock.freeze()

    def forget(self, name: str) -> None:
        """Drops a snapshot. Raises NotFound when none has this name."""
        self._snapshot(name)
        del self._snapshots[name]

    def snapshots(self) -> list[Json]:
        """The snapshots: name, when they were taken by the store's clock, how many documents they hold."""
        return [
            {"name": name, "taken_at": one.taken_at, "documents": len(one.held.documents)}
            for name, one in self._snapshots.items()
        ]

    def fixtures(self) -> Json:
        """What a test can buy and redeem. The first coupon and certificate; None when there is none."""
        with self._storage.transaction() as documents:
            products = documents.all("product", Product)
            coupons = documents.all("coupon", Coupon)
            certificates = documents.all("gift certificate", GiftCertificate)
        return {
            "product_ids": [product.id for product in products],
            "coupon_code": next((one.code for one in coupons), None),
            "gift_certificate_code": next((one.code for one in certificates), None),
            "customer_ids": [customer.id for customer in self._standing.customers],
        }

    def state(self, limit: int = 50) -> Json:
        """What the store holds, for people: its newest carts, checkouts and orders, counts, clock, faults."""
        with self._storage.transaction() as documents:
            shown = picture(self._till(documents), limit)
            now = timestamp(self._clock.now(documents))
        return shown | {
            "seeded": bool(self._standing.seed),
            "clock": {"now": now, "frozen": self._clock.frozen, "kind": self.settings.clock},
            "faults": list(self._faults),
            "failures": self.failures.listed(),
            "snapshots": self.snapshots(),
            "exchanges": {"seen": self.journal.seen, "kept": len(self.journal)},
        }

    # Time and ids.

    @property
    def frozen(self) -> bool:
        """Whether the clock stands."""
        return self._clock.frozen

    def time(self, advance: int = 0) -> str:
        """The store's clock, after moving it forward by so many seconds."""
        with self._storage.transaction() as documents:
            if advance:
                self._clock.advance(documents, advance)
            return timestamp(self._clock.now(documents))

    def set_time(self, moment: datetime) -> str:
        """The clock put forward to a moment with a time zone. Raises UserMistake for one that has passed."""
        if moment.tzinfo is None:
            raise UserMistake("a time says its zone", "now", "end it with Z or an offset, as in 2026-03-01T12:00:00Z")
        with self._storage.transaction() as documents:
            way = int((moment - self._clock.now(documents)).total_seconds())
        if way < 0:
            raise UserMistake("the clock only goes forward", "now", "reset the store, or restore a snapshot")
        return self.time(way)

    def freeze(self) -> str:
        """Stops the clock; gives its time."""
        self._clock.freeze()
        return self.time()

    def thaw(self) -> str:
        """Lets the clock go; gives its time."""
        self._clock.thaw()
        return self.time()

    def reseed_ids(self, seed: int) -> None:
        """Ids come from another seed from now on. After a reset the same seed gives the same ids."""
        self.settings = exchanged(self.settings, seed=seed)

    # Failures and the journal.

    def fail(self, failure: Failure | None = None, **members: Any) -> int:
        """Orders a failure: `fail(operation="getCart", status=503, times=2)`; gives its number.

        Raises UserMistake for an operation that does not exist, and for members that do not fit `Failure`.
        """
        try:
            return self.failures.add(failure or msgspec.convert(members, Failure))
        except msgspec.ValidationError as error:
            raise UserMistake(str(error).replace("`", ""), "failure", "see conformance.emulator.Failure") from None

    def note(self, call: Call, answer: Answer | None, milliseconds: float, failure: str | None = None) -> None:
        """Writes an exchange into the journal."""
        if not self.journal.open:
            return
        settings = self.settings
        entry = Entry(
            number=self.journal.number(),
            at=timestamp(self._clock.now(self._storage)),
            call=call,
            answer=answer,
            milliseconds=milliseconds,
            failure=failure,
            faults=self._faults,
            secrets=(settings.token, settings.read_only_token),
        )
        self.journal.keep(entry)

    # Requests.

    def answer(self, operation: Operation, call: Call) -> Answer:
        """The answer to a request, with the headers of its face."""
        return self.headed(call, self._components.answered(call, self._handled(operation, call)))

    def headed(self, call: Call, answer: Answer) -> Answer:
        """The answer with the headers of its face."""
        return exchanged(answer, headers=(*answer.headers, *self._headers(call, answer)))

    def request_id(self) -> str:
        """32 hex digits for the next request."""
        self._requests += 1
        return digest(self.settings.seed, "request", self._requests).hex()[:32]

    def _handled(self, operation: Operation, call: Call) -> Answer:
        try:
            if call.surface in GUARDED:
                self._components.admit(call, self.settings)
            with self._storage.transaction() as documents:
                if call.surface in COUNTED and not self._quota.spend(self._clock.now(documents)):
                    return _too_many()
                return operation.handle(self._till(documents), call)
        except (Refusal, AccessRefused, PaymentRefused) as error:
            return refusal(call, error)
        except Exception:
            LOG.exception("the emulator failed on %s %s", call.method, call.path)
            return broken(call)

    def _headers(self, call: Call, answer: Answer) -> tuple[tuple[str, str], ...]:
        own = (("x-request-id", self.request_id()), ("strict-transport-security", "max-age=31536000"))
        if call.surface == "storefront":
            return own + STOREFRONT_HEADERS
        if call.surface not in COUNTED:
            return own
        with self._storage.transaction() as documents:
            counted = self._quota.headers(self._clock.now(documents))
        if answer.status == TOO_MANY:
            counted += (("x-retry-after", str(WINDOW_SECONDS)),)
        return own + counted

    def _till(self, documents: Documents) -> Till:
        return Till(documents, self.settings, self._clock, self._components, self._standing)

    def _open(self) -> None:
        with self._storage.transaction() as documents:
            stocked = documents.counted("stocked")
            standing = documents.get(*STANDING, Standing)
        if not stocked:
            self._restock(self._goods(_written(self.settings.seed_file), self.settings.seed_file))
        elif standing is not None:
            self._stand(standing)

    def _goods(self, seed: str, where: str = "seed") -> Goods:
        """The goods of a seed text, or the demo's; dated at the start of the store."""
        start = Clock(self.settings).start()
        return read_seed(seed, start, where) if seed else demo_goods(start)

    def _restock(self, goods: Goods) -> None:
        self._storage.empty()
        self._clock.thaw()
        self._quota = Quota(self.settings.rate_quota)
        self._requests = 0
        self.failures.clear()
        with self._storage.transaction() as documents:
            documents.count("stocked")
            stock(documents, goods)
        self._stand(goods.standing)

    def _stand(self, standing: Standing) -> None:
        tax = standing.tax
        mode, rate = (self._original.tax_mode, self._original.tax_rate) if tax is None else (tax.mode, tax.rate)
        self.settings = exchanged(self.settings, tax_mode=mode, tax_rate=rate)
        self._standing = standing

    def _snapshot(self, name: str) -> Snapshot:
        if name not in self._snapshots:
            raise NotFound("snapshot", name)
        return self._snapshots[name]


def _written(seed_file: str) -> str:
    if not seed_file:
        return ""
    try:
        return Path(seed_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake(f"the seed file can't be read: {error}", seed_file, "name a YAML file in UTF-8") from None


def _too_many() -> Answer:
    return Answer(TOO_MANY, {"status": TOO_MANY, "title": "Too Many Requests", "type": "about:blank"}, PROBLEM)
