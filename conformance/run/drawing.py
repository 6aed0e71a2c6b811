"""Generated requests depend on the seed and the contract alone, not on the code that happens to be loaded."""

from __future__ import annotations

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants


def draw_nothing_from_source() -> None:
    """Keeps Hypothesis from drawing literals that it finds in the source of loaded modules.

    It would draw the emulator's own words when the emulator runs in this process, and others when it doesn't: one
    seed would send other requests to a store behind a port, and after every edit. There is no setting for it.
    """
    providers._get_local_constants = Constants  # noqa: SLF001 - as above; a test tells when it no longer works
