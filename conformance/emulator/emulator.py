"""One emulated store: what happens between a request and its answer."""

from __future__ import annotations

import logging
from dataclasses import replace as exchanged

from conformance.emulator.access import AccessRefused
from conformance.emulator.commerce.payments import PaymentRefused
from conformance.emulator.commerce.refusals import Refusal
from conformance.emulator.components import Components
from conformance.emulator.faults import FAULTS, with_faults
from conformance.emulator.limits import WINDOW_SECONDS, Quota
from conformance.emulator.messages import Answer, Call
from conformance.emulator.settings import Settings
from conformance.emulator.sources import Clock, digest
from conformance.emulator.storage import Documents, Storage
from conformance.emulator.surfaces.errors import PROBLEM, broken, refusal
from conformance.emulator.surfaces.operations import Operation
from conformance.emulator.surfaces.view import timestamp
from conformance.emulator.till import Till, stock_shelves

LOG = logging.getLogger("conformance.emulator")
GUARDED = ("server", "management")
COUNTED = ("server", "management", "payments")
TOO_MANY = 429
STOREFRONT_HEADERS = (
    ("cache-control", "no-store, no-cache, must-revalidate"),
    ("pragma", "no-cache"),
    ("expires", "Thu, 19 Nov 1981 08:52:00 GMT"),
    ("x-content-type-options", "nosniff"),
    ("x-permitted-cross-domain-policies", "none"),
    ("x-frame-options", "deny"),
)


class Emulator:
    """A store with its database, its clock and its parts; every request is one transaction."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._storage = Storage(settings.database)
        self._clock = Clock(settings)
        self._quota = Quota(settings.rate_quota)
        self._requests = 0
        self._faults: tuple[str, ...] = ()
        self._components = Components()
        self.switch(settings.faults)
        self._stock()

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

    def reset(self) -> None:
        """Makes the store as new; faults stay on."""
        self._storage.empty()
        self._quota = Quota(self.settings.rate_quota)
        self._requests = 0
        self._stock()

    def time(self, advance: int = 0) -> str:
        """The store's clock, after moving it forward by so many seconds."""
        with self._storage.transaction() as documents:
            if advance:
                self._clock.advance(documents, advance)
            return timestamp(self._clock.now(documents))

    def answer(self, operation: Operation, call: Call) -> Answer:
        """The answer to a request, with the headers of its face."""
        answer = self._components.answered(call, self._handled(operation, call))
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
        return Till(documents, self.settings, self._clock, self._components)

    def _stock(self) -> None:
        with self._storage.transaction() as documents:
            if not documents.counted("stocked"):
                documents.count("stocked")
                stock_shelves(self._till(documents))


def _too_many() -> Answer:
    return Answer(TOO_MANY, {"status": TOO_MANY, "title": "Too Many Requests", "type": "about:blank"}, PROBLEM)
