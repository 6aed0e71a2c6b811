"""One emulated store: what happens between a request and its answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace as exchanged
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from conformance.emulator import snapshots
from conformance.emulator.access import AccessRefused
from conformance.emulator.bodies import check_body
from conformance.emulator.commerce.payments import PaymentRefused
from conformance.emulator.commerce.refusals import Refusal
from conformance.emulator.components import Components
from conformance.emulator.desk import BESIDE, DESK, Desk, Failures, Rule
from conformance.emulator.failures import Failure
from conformance.emulator.faults import FAULTS, with_faults
from conformance.emulator.goods import STANDING, Goods, Standing, demo_goods, stock
from conformance.emulator.journal import Entry, Journal
from conformance.emulator.liberties import with_liberties
from conformance.emulator.limits import Quota
from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.origins import STOREFRONT_HEADERS, shared_headers
from conformance.emulator.picture import goods_on_offer, picture
from conformance.emulator.remembering import Memory, asked
from conformance.emulator.seeding import read_seed, seed_text
from conformance.emulator.settings import Settings
from conformance.emulator.sources import Clock, Tally, digest
from conformance.emulator.storage import REVISION, Documents, MustWrite, Storage
from conformance.emulator.surfaces.errors import TOO_MANY, broken, refusal, too_many
from conformance.emulator.surfaces.operations import Operation
from conformance.emulator.surfaces.view import timestamp
from conformance.emulator.till import Till
from conformance.errors import UserMistake

LOG = logging.getLogger("conformance.emulator")
GUARDED = ("server", "management")
COUNTED = ("server", "management", "payments")


class Emulator:
    """A store with its database, its clock and its parts; every request is one transaction.

    `operations` are what it answers; only failures on order ask for their names. Several processes may serve one
    store from one file: what is ordered and switched in one of them holds in all. The process that opens a store
    says which faults are on and where ids come from; one that is `joining` takes what it finds.
    """

    def __init__(self, settings: Settings, operations: Sequence[Operation] = (), *, joining: bool = False) -> None:
        self.settings = self._original = settings
        self.failures = Failures({one.name for one in operations}, self._desk_now, self._change_desk)
        self.journal = Journal(settings.journal)
        self._storage = Storage(settings.database, settings.store_hash)
        self._clock = Clock(settings)
        self._quota = Quota(settings.rate_quota)
        self._requests = 0
        self._desk = Desk()
        self._memory = Memory()
        self._components = self._lawful = with_liberties(Components(), settings.liberties)
        self._standing = Standing()
        # What of the store this process remembers, and since which of its revisions.
        self._revision = self._looked = -1
        self._last = Tally()
        self._uncounted = Tally()
        with_faults(self._lawful, settings.faults)
        self._launch = self._open(joining=joining)

    def close(self) -> None:
        """Gives the database back; one in memory is gone then."""
        self._storage.close()

    # Faults.

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults that are switched on."""
        return self._desk_now().faults

    def switch(self, faults: tuple[str, ...]) -> None:
        """Exchanges the faults. Raises UserMistake for an unknown one."""
        with_faults(self._lawful, faults)
        self._change_desk(lambda desk: replace(desk, faults=faults))

    def known_faults(self) -> list[dict[str, str]]:
        """All faults with what they break."""
        return [{"name": one.name, "breaks": one.breaks, "summary": one.summary} for one in FAULTS.values()]

    # What the store has.

    def reset(self) -> None:
        """Makes the store as new, on what it was seeded with; faults and the journal stay, ordered failures go."""
        with self._writing() as documents:
            self._restock(documents, self._goods(self._standing.seed))

    def seed(self, text: str, where: str = "seed") -> None:
        """A new store with what the YAML says. Raises UserMistake with line and member, and then changes nothing."""
        goods = self._goods(text, where)
        with self._writing() as documents:
            self._restock(documents, goods)

    def unseed(self) -> None:
        """A new store with what the demo has."""
        self.seed("")

    def snapshot(self, name: str = "") -> str:
        """Keeps the store as it is, under this name or the next number. Raises UserMistake beyond 50."""
        with self._writing() as documents:
            return snapshots.take(documents, name, timestamp(self._clock.now(documents)), self._desk.id_seed)

    def restore(self, name: str) -> None:
        """The store as it was, with its clock and ids. Raises NotFound when no snapshot has this name."""
        with self._writing() as documents:
            snapshot = snapshots.bring_back(documents, name)
            self._keep_desk(documents, replace(self._desk, id_seed=snapshot.id_seed))

    def forget(self, name: str) -> None:
        """Drops a snapshot. Raises NotFound when none has this name."""
        with self._writing() as documents:
            snapshots.drop(documents, name)

    def snapshots(self) -> list[Json]:
        """The snapshots: name, when they were taken by the store's clock, how many documents they hold."""
        with self._reading() as documents:
            return snapshots.listed(documents)

    def fixtures(self) -> Json:
        """What a test can buy and redeem. The first coupon and certificate; None when there is none."""
        with self._reading() as documents:
            return goods_on_offer(documents, self._standing)

    def state(self, limit: int = 50) -> Json:
        """What the store holds, for people: its newest carts, checkouts and orders, counts, clock, faults."""
        with self._reading() as documents:
            shown = picture(self._till(documents), limit)
            now, frozen = timestamp(self._clock.now(documents)), self._clock.frozen(documents)
            kept = snapshots.listed(documents)
        return shown | {
            "seeded": bool(self._standing.seed),
            "clock": {"now": now, "frozen": frozen, "kind": self.settings.clock},
            "faults": list(self._desk.faults),
            "failures": self.failures.listed(),
            "snapshots": kept,
            "exchanges": {"seen": self.journal.seen, "kept": len(self.journal)},
        }

    # Time and ids.

    @property
    def frozen(self) -> bool:
        """Whether the clock stands."""
        with self._reading() as documents:
            return self._clock.frozen(documents)

    def time(self, advance: int = 0) -> str:
        """The store's clock, after moving it forward by so many seconds."""
        with self._transaction(writes=advance != 0) as documents:
            if advance:
                self._clock.advance(documents, advance)
            return timestamp(self._clock.now(documents))

    def set_time(self, moment: datetime) -> str:
        """The clock put forward to a moment with a time zone. Raises UserMistake for one that has passed."""
        if moment.tzinfo is None:
            raise UserMistake("a time says its zone", "now", "end it with Z or an offset, as in 2026-03-01T12:00:00Z")
        with self._writing() as documents:
            way = int((moment - self._clock.now(documents)).total_seconds())
            if way < 0:
                raise UserMistake("the clock only goes forward", "now", "reset the store, or restore a snapshot")
            self._clock.advance(documents, way)
            return timestamp(self._clock.now(documents))

    def freeze(self) -> str:
        """Stops the clock; gives its time."""
        with self._writing() as documents:
            self._clock.freeze(documents)
            return timestamp(self._clock.now(documents))

    def thaw(self) -> str:
        """Lets the clock go; gives its time."""
        with self._writing() as documents:
            self._clock.thaw(documents)
            return timestamp(self._clock.now(documents))

    def reseed_ids(self, seed: int) -> None:
        """Ids come from another seed from now on. After a reset the same seed gives the same ids."""
        self._change_desk(lambda desk: replace(desk, id_seed=seed))

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
            at=timestamp(self._clock.now(self._last)),
            call=call,
            answer=answer,
            milliseconds=milliseconds,
            failure=failure,
            faults=self._desk.faults,
            secrets=(settings.token, settings.read_only_token),
        )
        self.journal.keep(entry)

    # Requests.

    def answer(self, operation: Operation, call: Call) -> Answer:
        """The answer to a request, with the headers of its face. What it changed is kept by then."""
        return self.headed(call, self._components.answered(call, self._handled(operation, call)))

    def turned_away(self, call: Call, answer: Answer) -> Answer:
        """The answer to a request that no operation is for."""
        return self._components.turned_away(call, answer)

    def headed(self, call: Call, answer: Answer) -> Answer:
        """The answer with the headers of its face."""
        along = self._components.sent_along(call, self._headers(call, answer))
        return exchanged(answer, headers=(*answer.headers, *along))

    def request_id(self) -> str:
        """32 hex digits for the next request."""
        self._requests += 1
        purpose = f"request{self.settings.id_space}" + (f"/{self._launch}" if self._launch > 1 else "")
        return digest(self.settings.seed, purpose, self._requests).hex()[:32]

    def _handled(self, operation: Operation, call: Call) -> Answer:
        try:
            answer = self._performed(operation, call)
        except AccessRefused as error:
            # Who does not come in uses up nothing.
            return refusal(call, error)
        except (Refusal, PaymentRefused) as error:
            answer = refusal(call, error)
        except Exception:
            LOG.exception("the emulator failed on %s %s", call.method, call.path)
            answer = broken(call)
        if not self._quota.limits:
            self._quota.spend(self._uncounted, self._clock.now(self._last))
        return answer

    def _performed(self, operation: Operation, call: Call) -> Answer:
        if call.surface in COUNTED and self._quota.limits:
            # A transaction of its own: the request counts even if it comes to nothing.
            with self._writing() as documents:
                self._admit(call)
                if not self._quota.spend(documents, self._clock.now(documents)):
                    return too_many()
        if operation.reads:
            with suppress(MustWrite):
                return self._read(operation, call)
        return self._done(operation, call, writes=True)

    def _read(self, operation: Operation, call: Call) -> Answer:
        if self.faults:
            # A fault may count its readings.
            return self._done(operation, call, writes=False)
        question, state = asked(operation.name, call), (self._storage.changes(), self._clock.now(self._last))
        answer = self._memory.recall(state, question)
        if answer is None:
            answer = self._done(operation, call, writes=False)
            self._memory.keep(state, question, answer)
        return answer

    def _done(self, operation: Operation, call: Call, *, writes: bool) -> Answer:
        with self._transaction(writes=writes) as documents:
            self._admit(call)
            return operation.handle(self._till(documents), call)

    def _admit(self, call: Call) -> None:
        if call.surface in GUARDED:
            self._components.admit(call, self.settings)
        elif call.surface == "storefront":
            self._components.genuine(call, self.settings)
        check_body(call)

    def _headers(self, call: Call, answer: Answer) -> tuple[tuple[str, str], ...]:
        own = (("x-request-id", self.request_id()), ("strict-transport-security", "max-age=31536000"))
        if call.surface == "storefront":
            return own + STOREFRONT_HEADERS + shared_headers(call, self.settings)
        if call.surface not in COUNTED:
            return own
        now = self._clock.now(self._last)
        counted = self._quota.headers(self._last if self._quota.limits else self._uncounted, now)
        if answer.status == TOO_MANY:
            counted += (("x-retry-after", str(self._quota.reset(now))),)
        return own + counted

    def _till(self, documents: Documents) -> Till:
        return Till(documents, self.settings, self._clock, self._components, self._standing)

    # Transactions, and what this process remembers of the store between them.

    def _reading(self) -> AbstractContextManager[Documents]:
        return self._transaction(writes=False)

    def _writing(self) -> AbstractContextManager[Documents]:
        return self._transaction(writes=True)

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Documents]:
        with self._storage.transaction(writes=writes) as documents:
            known = documents.counted(REVISION)
            if known != self._revision:
                self._learn(documents)
            self._last = Tally(documents.numbers())
            try:
                yield documents
            except BaseException:
                if self._revision != known:
                    # What was switched in here did not happen.
                    self._revision = -1
                raise
            if writes:
                self._last = Tally(documents.numbers())

    def _learn(self, documents: Documents) -> None:
        desk = documents.beside(BESIDE).get(*DESK, Desk) or Desk()
        if desk.faults != self._desk.faults or self._revision < 0:
            self._components = with_faults(self._lawful, desk.faults)
        self._desk = desk
        self._stand(documents.get(*STANDING, Standing) or Standing())
        self.settings = exchanged(self.settings, seed=desk.id_seed)
        self._revision = documents.counted(REVISION)

    def _desk_now(self) -> Desk:
        # Only another process can have changed it meanwhile, and then it has written something.
        if self._storage.shared and (by_others := self._storage.changes()[0]) != self._looked:
            self._looked = by_others
            if self._storage.revision() != self._revision:
                with self._reading():
                    pass
        return self._desk

    def _change_desk(self, rule: Rule) -> Desk:
        with self._writing() as documents:
            changed = rule(self._desk)
            if changed is not self._desk:
                self._keep_desk(documents, changed)
            return changed

    def _keep_desk(self, documents: Documents, desk: Desk) -> None:
        documents.beside(BESIDE).put(*DESK, desk)
        documents.count(REVISION)
        self._learn(documents)

    def _open(self, *, joining: bool) -> int:
        """Stocks a store that nobody has opened before; gives how often it was opened."""
        settings = self.settings
        with self._storage.transaction() as documents:
            beside = documents.beside(BESIDE)
            if not joining or beside.get(*DESK, Desk) is None:
                self._keep_desk(documents, Desk(id_seed=settings.seed, faults=settings.faults))
            if not documents.counted("stocked"):
                self._restock(documents, self._goods(seed_text(settings.seed_file), settings.seed_file))
            self._learn(documents)
            self._last = Tally(documents.numbers())
            return beside.count("launches")

    def _goods(self, seed: str, where: str = "seed") -> Goods:
        """The goods of a seed text, or the demo's; dated at the start of the store."""
        start = Clock(self.settings).start()
        return read_seed(seed, start, where) if seed else demo_goods(start)

    def _restock(self, documents: Documents, goods: Goods) -> None:
        documents.empty()
        documents.count("stocked")
        stock(documents, goods)
        self._keep_desk(documents, replace(self._desk, waiting=()))
        self._uncounted = Tally()
        self._requests = 0

    def _stand(self, standing: Standing) -> None:
        tax = standing.tax
        mode, rate = (self._original.tax_mode, self._original.tax_rate) if tax is None else (tax.mode, tax.rate)
        self.settings = exchanged(self.settings, tax_mode=mode, tax_rate=rate)
        self._standing = standing
