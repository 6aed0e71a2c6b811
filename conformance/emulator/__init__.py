"""A store to run against: both faces of the cart and checkout APIs over one domain, with switchable faults."""

from __future__ import annotations

import socket

import uvicorn

from conformance.emulator.app import create_app
from conformance.emulator.failures import Failure
from conformance.emulator.faults import FAULTS, Fault, fault_names
from conformance.emulator.in_process import Emulator
from conformance.emulator.settings import Settings

__all__ = ["FAULTS", "Emulator", "Failure", "Fault", "Settings", "create_app", "fault_names", "serve"]


def serve(host: str = "127.0.0.1", port: int = 8080, settings: Settings | None = None) -> None:
    """Serves a store until interrupted; port 0 takes a free one, which the log names.

    Raises UserMistake for an unknown fault and OSError when the port cannot be had.
    """
    app = create_app(settings)
    # Bound here, because the server behind would end the process over a port that is taken.
    with socket.create_server((host, port)) as listening:
        # Accepted connections inherit it. Without it each small answer waits 40 ms for the client's acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="info", access_log=False))
        server.run(sockets=[listening])
