"""Which handler answers which method of which path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from conformance.emulator.messages import Answer, Call, Surface
from conformance.emulator.till import Till

Handler = Callable[[Till, Call], Answer]


@dataclass(frozen=True)
class Operation:
    """One operation of the API, under its operationId."""

    name: str
    surface: Surface
    method: str
    path: str
    handle: Handler

    @property
    def reads(self) -> bool:
        """Whether it runs as a reading, which sees one state of the store and holds nobody up.

        The method decides, for all operations alike. A few GETs write after all: the storefront opens a session for
        a browser that has none, a link into a cart is used up, `include=redirect_urls` makes one. Such a reading is
        begun again as a change, before it has changed anything.
        """
        return self.method == "GET"


@dataclass
class Operations:
    """The operations of one face, collected by the modules that implement them."""

    surface: Surface
    prefix: str
    listed: list[Operation] = field(default_factory=list)

    def on(self, method: str, path: str, name: str) -> Callable[[Handler], Handler]:
        """Registers the decorated function as the answer to a method of a path."""

        def register(handle: Handler) -> Handler:
            self.listed.append(Operation(name, self.surface, method, self.prefix + path, handle))
            return handle

        return register
