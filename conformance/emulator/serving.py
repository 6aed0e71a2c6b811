"""Serves stores over a socket, in one process or in several that share the stores' file."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from typing import Any

import uvicorn

from conformance.emulator.app import create_app
from conformance.emulator.settings import Settings
from conformance.emulator.storage import IN_MEMORY
from conformance.errors import UserMistake

LOG = logging.getLogger("uvicorn.error")
# How often a worker looks whether its leading process is still there, and that one whether it is told to end.
LOOK_SECONDS = 0.5
# A request makes a few hundred things that go by themselves; Python need not look for others after each second one.
TIDY_AFTER = 20_000
# So long a worker may take to finish what it is doing when it is told to end.
FAREWELL_SECONDS = 10


def serve(
    host: str = "127.0.0.1",
    port: int = 8080,
    settings: Settings | None = None,
    *,
    further: Sequence[Settings] = (),
    workers: int = 1,
) -> None:
    """Serves a store, and `further` ones beside it, until interrupted; port 0 takes a free one, which the log names.

    Several `workers` share the file of the stores. They keep no journal: each would know only its own exchanges.
    Raises UserMistake for what `create_app` refuses and for workers that have no file to share, OSError when the
    port cannot be had.
    """
    stores = tuple(_readable(one) for one in (settings or Settings(), *further))
    if workers > 1:
        stores = _shareable(stores)
    app = create_app(stores[0], stores[1:])
    # Bound here, because the server behind would end the process over a port that is taken.
    with socket.create_server((host, port)) as listening:
        # Accepted connections inherit it. Without it each small answer waits 40 ms for the client's acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if workers > 1:
            # An open database must not be carried into another process.
            app.close()
            _lead(stores, listening, workers)
        else:
            _answer(app, listening)


def _answer(app: Any, listening: socket.socket) -> None:
    # What is loaded by now stays, and need not be looked through whenever Python tidies up.
    gc.freeze()
    gc.set_threshold(TIDY_AFTER, *gc.get_threshold()[1:])
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="info", access_log=False))
    server.run(sockets=[listening])


def _lead(stores: Sequence[Settings], listening: socket.socket, workers: int) -> None:
    """Keeps so many workers going until told to end. A worker that was killed is replaced."""
    ending = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda _signal, _frame: ending.set())
    crew: list[ForkProcess] = []
    try:
        while not ending.is_set():
            crew += [_hired(stores, listening) for _ in range(workers - len(crew))]
            wait([one.sentinel for one in crew], timeout=LOOK_SECONDS)
            for one in [one for one in crew if one.exitcode is not None]:
                crew.remove(one)
                LOG.warning("worker %s ended with exit code %s", one.pid, one.exitcode)
                # One that was not killed has failed by itself, and the next one would fail too.
                if one.exitcode is not None and one.exitcode >= 0 and not ending.is_set():
                    return
    finally:
        for one in crew:
            one.terminate()
        for one in crew:
            one.join(FAREWELL_SECONDS)


def _hired(stores: Sequence[Settings], listening: socket.socket) -> ForkProcess:
    # Forked, so that it serves at once: all that it needs is loaded already.
    made = multiprocessing.get_context("fork").Process(target=_work, args=(stores, listening, os.getpid()))
    made.start()
    return made


def _work(stores: Sequence[Settings], listening: socket.socket, leader: int) -> None:
    """Serves the stores that the leading process has opened, and ends with it."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(leader,), daemon=True).start()
    _answer(create_app(stores[0], stores[1:], joining=True), listening)


def _end_with(leader: int) -> None:
    # A worker that outlives its leading process would keep the port.
    while os.getppid() == leader:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _readable(settings: Settings) -> Settings:
    """Without the control surface nobody could read the journal of a served store, so none is kept."""
    return settings if settings.control else replace(settings, journal=0)


def _shareable(stores: Sequence[Settings]) -> tuple[Settings, ...]:
    if "fork" not in multiprocessing.get_all_start_methods():
        raise UserMistake("this system can't share a socket among workers", "workers", "serve with one worker")
    for one in stores:
        if one.database == IN_MEMORY:
            mend = "name a file as the database, or serve with one worker"
            raise UserMistake("several workers can't share a store in memory", f"store {one.store_hash}", mend)
    return tuple(replace(one, journal=0) for one in stores)
