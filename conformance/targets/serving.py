"""Serves the emulator as a server of its own, for people and for other processes."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from conformance.errors import UserMistake
from conformance.targets.embedded import (
    READ_ONLY_TOKEN,
    STORE_HASH,
    TOKEN,
    refuse_unknown_faults,
    refuse_unknown_liberties,
)


def serve_emulator(  # noqa: PLR0913 - one parameter per option, given by name
    host: str,
    port: int,
    *,
    database: str,
    tax_mode: str,
    faults: Sequence[str],
    liberties: Sequence[str] = (),
    control: bool,
    seed_file: str = "",
    stores: Sequence[str] = (),
    workers: int = 1,
    origins: Sequence[str] = (),
) -> None:
    """Serves until interrupted; `stores` are further ones, each written `HASH:TOKEN`, set up like the first.

    `origins` are other sites whose pages may use the storefront face, as in `https://shop.example`.

    Raises :class:`UserMistake` when the port can't be had, and for what the emulator refuses.
    """
    refuse_unknown_faults(faults)
    refuse_unknown_liberties(liberties)
    emulator: Any = import_module("conformance.emulator")

    def settings(store_hash: str, token: str, read_only_token: str) -> Any:
        return emulator.Settings(
            store_hash=store_hash,
            token=token,
            read_only_token=read_only_token,
            database=database,
            tax_mode=tax_mode,
            faults=tuple(faults),
            liberties=tuple(liberties),
            control=control,
            seed_file=seed_file,
            allowed_origins=tuple(map(_origin, origins)),
        )

    first = settings(STORE_HASH, TOKEN, READ_ONLY_TOKEN)
    further = [settings(store_hash, token, f"{token}-read-only") for store_hash, token in map(_store, stores)]
    try:
        emulator.serve(host, port, first, further=further, workers=workers)
    except OSError as error:
        raise UserMistake(f"can't listen: {error.strerror}", f"{host}:{port}", "name a free --port") from error


def _origin(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.netloc or written != f"{parts.scheme}://{parts.netloc}":
        mend = "write scheme, host and port alone, as in --allow-origin https://shop.example"
        raise UserMistake(f"`{written}` is no origin", "--allow-origin", mend)
    return written


def _store(written: str) -> tuple[str, str]:
    store_hash, colon, token = written.partition(":")
    if not (store_hash and colon and token.isascii() and token.isprintable() and token.strip()):
        raise UserMistake(f"`{written}` names no store", "--store", "write HASH:TOKEN, as in --store second:s3cret")
    return store_hash, token
