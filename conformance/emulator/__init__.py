"""A store to run against: both faces of the cart and checkout APIs over one domain, with switchable faults."""

from __future__ import annotations

import uvicorn

from conformance.emulator.app import create_app
from conformance.emulator.faults import FAULTS, Fault, fault_names
from conformance.emulator.settings import Settings

__all__ = ["FAULTS", "Fault", "Settings", "create_app", "fault_names", "serve"]


def serve(host: str = "127.0.0.1", port: int = 8080, settings: Settings | None = None) -> None:
    """Serves a store until interrupted. Raises UserMistake for an unknown fault."""
    uvicorn.run(create_app(settings), host=host, port=port, log_level="warning")
