"""A sample of the faults that is the same every time and fair to every requirement."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256


def sampled(faults: Mapping[str, str], size: int) -> list[str]:
    """So many faults (names to what they break): one of each requirement before a second one of any.

    Requirements and faults come in the order of their digests, so that no name is favoured.
    """
    turns: dict[str, int] = {}
    ranked: list[tuple[int, str, str]] = []
    for name in sorted(faults, key=_digest):
        turn = turns.get(faults[name], 0)
        turns[faults[name]] = turn + 1
        ranked.append((turn, _digest(faults[name]), name))
    return [name for _, _, name in sorted(ranked)[:size]]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
