"""A store to run against: both faces of the cart and checkout APIs over one domain, with switchable faults."""

from __future__ import annotations

from conformance.emulator.app import create_app
from conformance.emulator.failures import Failure
from conformance.emulator.faults import FAULTS, Fault, fault_names
from conformance.emulator.in_process import Emulator
from conformance.emulator.liberties import LIBERTIES, Liberty
from conformance.emulator.serving import serve
from conformance.emulator.settings import Settings

__all__ = [
    "FAULTS",
    "LIBERTIES",
    "Emulator",
    "Failure",
    "Fault",
    "Liberty",
    "Settings",
    "create_app",
    "fault_names",
    "serve",
]
