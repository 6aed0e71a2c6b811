"""The URLs of a target, and the guard rails before any of them is spoken to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self

import httpx

from conformance.errors import UserMistake

LAST_PORT = 65_535
_STORE = re.compile(r"/stores/([^/]+)(?:/|$)")


@dataclass(frozen=True, slots=True)
class Address:
    """One URL of a target file. ``where`` is ``file.toml:12``, ``name`` the key that holds it."""

    url: str
    where: str
    name: str
    scheme: str
    host: str

    @classmethod
    def read(cls, text: str, where: str, name: str) -> Self:
        """The address, its trailing slashes removed; raises :class:`UserMistake` for what is no http(s) URL."""
        try:
            url = httpx.URL(text)
        except httpx.InvalidURL as error:
            raise UserMistake(f"`{name}` is no URL: {error}", where, "write it as https://host/path") from error
        if url.scheme not in {"http", "https"} or not url.host:
            raise UserMistake(f"`{name}` is no http(s) URL", where, "write it as https://host/path")
        # httpx takes any digits for a port and would only fail when it connects.
        if url.port is not None and not 0 < url.port <= LAST_PORT:
            raise UserMistake(f"`{name}` has no possible port: {url.port}", where, f"use one from 1 to {LAST_PORT}")
        if url.userinfo or url.query or url.fragment:
            raise UserMistake(
                f"`{name}` carries more than host and path",
                where,
                "leave user, query and fragment out; credentials go into `token`",
            )
        return cls(str(url).rstrip("/"), where, name, url.scheme, url.host)

    @property
    def loopback(self) -> bool:
        """Whether it leads to this machine."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def refuse_insecure(self, *, allowed: bool) -> None:
        """Tokens travel with every request, so over http only to this machine or when the user says so."""
        if self.scheme == "http" and not self.loopback and not allowed:
            raise UserMistake(
                f"`{self.name}` would send the token to {self.host} unencrypted",
                self.where,
                "use https, or add `allow_insecure = true` below `[target]`",
            )

    def refuse_unacknowledged(self, *, acknowledged: bool, file: str) -> None:
        """The suite writes to a store, so anybody else's machine needs its owner's word."""
        if not self.loopback and not acknowledged:
            raise UserMistake(
                f"the suite creates carts and orders at {self.host}, and nobody has said that it may",
                file,
                "never use a store that sells; for a test store, add `acknowledge_writes = true` below `[target]`",
            )

    def refuse_other_end(self, end: str) -> None:
        """The paths of a face begin behind its version."""
        if not self.url.endswith(end):
            raise UserMistake(
                f"`{self.name}` must end in `{end}`", self.where, "write it as https://host/stores/{hash}/v3"
            )

    def refuse_tail(self, tail: str) -> None:
        """What the suite adds by itself must not stand in the address already."""
        if self.url.endswith(tail):
            raise UserMistake(f"`{self.name}` must not end in `{tail}`", self.where, "give the shop's own address")

    @staticmethod
    def hash_in(url: str) -> str:
        """The store's hash in a URL, or ``""``."""
        match = _STORE.search(url)
        return match.group(1) if match else ""
