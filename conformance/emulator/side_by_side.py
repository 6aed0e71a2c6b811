"""Several stores behind one server: a path that names a store goes to it, any other path goes where its host says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address
from typing import Protocol

from starlette.types import Receive, Scope, Send

from conformance.emulator.emulator import Emulator
from conformance.emulator.settings import Settings
from conformance.errors import UserMistake

# The storefront of a further store has a host of its own, as every store has: `store-{hash}.`, before any name.
HOST = re.compile(r"^store-(?P<hash>[a-z0-9-]+)\.", re.IGNORECASE)
# What can stand in the name of a host; with `store-` before it at most 63 characters.
HASH = re.compile(r"[a-z0-9]([a-z0-9-]{0,55}[a-z0-9])?")


class App(Protocol):
    """The ASGI app in front of one store."""

    emulator: Emulator

    def close(self) -> None:
        """Gives the store's database back."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""


def neighbours(first: Settings, further: Sequence[Settings]) -> tuple[Settings, ...]:
    """The further stores as they are set up beside the first, with ids of their own.

    Raises UserMistake for a hash that is there twice, or that can't stand in the name of a host.
    """
    known = {first.store_hash}
    for one in further:
        if one.store_hash in known:
            raise UserMistake(f"the store `{one.store_hash}` is there twice", "store_hash", "give each its own")
        if HASH.fullmatch(one.store_hash) is None:
            mend = "use small letters, digits and hyphens"
            raise UserMistake(f"`{one.store_hash}` can't stand in the name of a host", "store_hash", mend)
        known.add(one.store_hash)
    return tuple(replace(one, id_space=one.id_space or f" of {one.store_hash}") for one in further)


class SideBySide:
    """The ASGI app in front of several stores. The first one has every path and host that names no further one."""

    def __init__(self, first: App, further: Sequence[App]) -> None:
        self.emulator = first.emulator
        self._first = first
        self._further = {one.emulator.settings.store_hash: one for one in further}

    def close(self) -> None:
        """Gives the databases back."""
        for one in (self._first, *self._further.values()):
            one.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._first(scope, receive, send)
            return
        host = next((value for name, value in scope["headers"] if name.lower() == b"host"), b"").decode("latin-1")
        by_host = HOST.match(host)
        steps: list[str] = scope["path"].split("/", 3)
        if steps[1:2] == ["stores"]:
            store_hash = steps[2] if len(steps) > 2 else ""  # noqa: PLR2004 - "", "stores", the hash
            app = self._further.get(store_hash, self._first)
            if app is not self._first and (by_host is None or by_host["hash"].lower() != store_hash):
                # Links that it gives must lead to the storefront of the store, not to that of the first.
                scope = {**scope, "headers": _addressed(scope, host_of(store_hash, host))}
        else:
            app = self._further.get(by_host["hash"].lower(), self._first) if by_host else self._first
        await app(scope, receive, send)


def host_of(store_hash: str, host: str) -> str:
    """The host (and port) of a further store's storefront, on a server that was reached under this one."""
    name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    name = name or host
    name = HOST.sub("", name)
    try:
        # An address has no names below it; every machine knows itself as `localhost`, and all names below that.
        ip_address(name.strip("[]"))
    except ValueError:
        pass
    else:
        name = "localhost"
    return f"store-{store_hash}.{name or 'localhost'}" + (f":{port}" if colon else "")


def _addressed(scope: Scope, host: str) -> list[tuple[bytes, bytes]]:
    rest = [(name, value) for name, value in scope["headers"] if name.lower() != b"host"]
    return [(b"host", host.encode("latin-1")), *rest]
