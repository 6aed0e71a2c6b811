"""How often each operation answered with which status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from conformance.verdict.values import Coverage, Exchange


class OperationCount:
    """Counts exchanges as they come; those without an operation or a response count for nothing."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def add(self, exchange: Exchange) -> None:
        """Count one exchange."""
        if exchange.operation and exchange.response is not None:
            self._seen[exchange.surface, exchange.operation, str(exchange.response.status)] += 1

    def coverage(self) -> tuple[Coverage, ...]:
        """One line per operation, in the order of surface and operation; statuses in order, too."""
        statuses: dict[tuple[str, str], dict[str, int]] = {}
        for (surface, operation, status), count in sorted(self._seen.items()):
            statuses.setdefault((surface, operation), {})[status] = count
        return tuple(
            Coverage(surface=surface, operation=operation, statuses=counts)
            for (surface, operation), counts in statuses.items()
        )


def coverage_of(exchanges: Iterable[Exchange]) -> tuple[Coverage, ...]:
    """The coverage of a whole run."""
    count = OperationCount()
    for exchange in exchanges:
        count.add(exchange)
    return count.coverage()
