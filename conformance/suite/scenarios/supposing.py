"""What a scenario supposes of a store before it judges, in one line each: scenarios have no branches."""

from __future__ import annotations

from conformance.suite.arrange import Unarranged
from conformance.targets.provisioning import Lacking


def applies_where(holds: object, otherwise: str) -> None:
    """Goes on where this holds; raises :class:`Lacking` with the reason where the rule doesn't apply to the store."""
    if not holds:
        raise Lacking(otherwise)


def runs_where(holds: object, otherwise: str) -> None:
    """Goes on where this holds; raises :class:`Unarranged` with the reason where the scenario could not run."""
    if not holds:
        raise Unarranged(otherwise)
