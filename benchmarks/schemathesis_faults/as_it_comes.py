"""Schemathesis' command line as it comes: default settings, all checks, nothing prepared.

Nobody gives it checkouts or says which refusals are right, so it accuses a store that keeps the contract. A fault
counts as noticed when it finds something that it does not find on the clean store.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from benchmarks.schemathesis_cli.__main__ import FACES, TOKEN, judged
from conformance.matrix import Noticed

NAME = "Schemathesis' command line as it comes"
# Only what it can't know: the token. And a seed, so that two runs send the same.
SETTINGS = f"""
seed = 1

[headers]
X-Auth-Token = "{TOKEN}"
"""
# What the clean store is accused of depends on the ids that it happens to give: asked more than once.
CLEAN_RUNS = 2


def accusations(fault: str = "") -> tuple[frozenset[str], int]:
    """What it finds on both faces (operation and kind), and with how many requests; on the clean store for ``""``."""
    summaries = [judged(face, (fault,) if fault else (), SETTINGS) for face in FACES]
    found = frozenset().union(*(one.where for one in summaries))
    return found, sum(one.cases for one in summaries)


def measuring() -> Callable[[str], Noticed]:
    """Looks at the clean store first; returns what measures one fault."""
    with ThreadPoolExecutor(CLEAN_RUNS) as pool:
        known = frozenset().union(*(found for found, _ in pool.map(accusations, [""] * CLEAN_RUNS)))
    print(f"the clean store is accused of {len(known)}:", *sorted(known), sep="\n  ")  # noqa: T201 - part of the result

    def noticed_in(fault: str) -> Noticed:
        found, requests = accusations(fault)
        return Noticed(fault=fault, by_any=bool(found - known), by_own=False, requests=requests)

    return noticed_in
