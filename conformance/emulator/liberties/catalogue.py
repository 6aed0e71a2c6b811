"""All liberties, and how they are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import reduce
from types import MappingProxyType

from conformance.emulator.components import Components
from conformance.emulator.liberties import answers, documents, refusals, rules
from conformance.emulator.liberties.registry import DECLARED, Liberty
from conformance.errors import UserMistake

# Each of these declares its liberties when it is imported.
THEMES = (answers, documents, refusals, rules)
LIBERTIES: Mapping[str, Liberty] = MappingProxyType(dict(sorted(DECLARED.items())))


def with_liberties(components: Components, names: Sequence[str]) -> Components:
    """The components of a store that takes these liberties. Raises UserMistake for a name that none has."""
    for name in names:
        if name not in LIBERTIES:
            near = get_close_matches(name, LIBERTIES, n=3)
            mend = f"did you mean {', '.join(near)}?" if near else "`checkout-conformance liberties` lists them all"
            raise UserMistake(f"the emulator knows no liberty `{name}`", "liberties", mend)
    return reduce(lambda made, name: LIBERTIES[name].change(made), names, components)
