"""Where a run goes: the target's config, what it offers, its guard rails, and the wire to it."""

from conformance.targets.embedded import (
    EMBEDDED,
    embedded_target,
    fault_catalogue,
    liberty_catalogue,
    open_wire,
    refuse_unknown_faults,
    refuse_unknown_liberties,
)
from conformance.targets.loading import load_target
from conformance.targets.target import CAPABILITIES, EmbeddedOptions, Fixtures, Target

__all__ = [
    "CAPABILITIES",
    "EMBEDDED",
    "EmbeddedOptions",
    "Fixtures",
    "Target",
    "embedded_target",
    "fault_catalogue",
    "liberty_catalogue",
    "load_target",
    "open_wire",
    "refuse_unknown_faults",
    "refuse_unknown_liberties",
]
