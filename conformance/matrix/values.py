"""What the matrix is made of: a row for each fault, the runs on the clean store, the share that a profile notices."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from conformance.requirements import Catalogue
from conformance.run.witness import CONTRACT


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One fault: the requirement that it breaks, and who noticed.

    ``noticed_by`` are all requirements that were breached; only its own one where ``alone`` says that nothing else
    was asked. ``checks`` are the node ids of the checks that failed or showed the breach.
    """

    fault: str
    breaks: str
    summary: str
    noticed_by: tuple[str, ...]
    checks: tuple[str, ...] = ()
    alone: bool = False

    @property
    def noticed(self) -> bool:
        """Whether the requirement that it breaks noticed."""
        return self.breaks in self.noticed_by

    @property
    def others(self) -> tuple[str, ...]:
        """The other requirements that noticed."""
        return tuple(each for each in self.noticed_by if each != self.breaks)

    @property
    def by_schema(self) -> bool:
        """Whether documented bodies, statuses and media types alone would have told."""
        return bool(set(CONTRACT) & set(self.noticed_by))


class Clean(msgspec.Struct, frozen=True, kw_only=True):
    """One run on a store without faults: which store, which seed, its verdict, and what it was accused of."""

    target: str
    seed: int
    verdict: str
    accused: tuple[str, ...] = ()

    @property
    def green(self) -> bool:
        """Whether it was judged conformant without any accusation, not even a warning."""
        return self.verdict == "conformant" and not self.accused


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """One run on a store that takes liberties: which one, or ``all``; which store; what it was accused of."""

    liberty: str
    target: str
    verdict: str
    accused: tuple[str, ...] = ()

    @property
    def green(self) -> bool:
        """Whether it was judged conformant without any accusation."""
        return self.verdict == "conformant" and not self.accused


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """All rows and all runs on the clean store; ``faults`` are the names of all that there are."""

    rows: tuple[Row, ...]
    clean: tuple[Clean, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every fault has a row."""
        return {row.fault for row in self.rows} >= set(self.faults)

    def unnoticed(self) -> tuple[str, ...]:
        """The faults that nobody noticed."""
        return tuple(row.fault for row in self.rows if not row.noticed_by)

    def missed(self) -> tuple[Row, ...]:
        """The faults that somebody noticed, but not the requirement that they break."""
        return tuple(row for row in self.rows if row.noticed_by and not row.noticed)

    def noticing(self) -> dict[str, tuple[str, ...]]:
        """The faults that each requirement noticed."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for requirement in row.noticed_by:
                found.setdefault(requirement, []).append(row.fault)
        return {requirement: tuple(faults) for requirement, faults in found.items()}

    def blind(self, catalogue: Catalogue) -> tuple[str, ...]:
        """The requirements that noticed nothing; unknown, so empty, while some faults have no row."""
        noticing = self.noticing()
        return tuple(each.id for each in catalogue if not each.untestable and each.id not in noticing and self.whole)

    def complaints(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Whatever is not as it should be, by name; empty when the matrix is green."""
        return (
            *(f"nobody notices the fault {fault}" for fault in self.unnoticed()),
            *(f"{row.breaks} does not notice {row.fault}, though others do" for row in self.missed()),
            *(f"{requirement} notices no fault" for requirement in self.blind(catalogue)),
            *(accusation for run in self.clean for accusation in accusations(run)),
        )


class Noticed(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a profile noticed a fault at all, and by the requirement that it breaks; and what it sent for that."""

    fault: str
    by_any: bool
    by_own: bool
    requests: int


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What a way of testing noticed of the faults; ``name`` is a profile or another program."""

    name: str
    noticed: tuple[Noticed, ...]

    @property
    def by_any(self) -> int:
        """How many faults it noticed."""
        return sum(one.by_any for one in self.noticed)

    @property
    def by_own(self) -> int:
        """How many of them by the requirement that the fault breaks."""
        return sum(one.by_own for one in self.noticed)

    @property
    def missed(self) -> tuple[str, ...]:
        """The faults that it did not notice."""
        return tuple(sorted(one.fault for one in self.noticed if not one.by_any))

    @property
    def most_requests(self) -> int:
        """The most requests that it sent for one fault."""
        return max((one.requests for one in self.noticed), default=0)


def accusations(run: Clean) -> Iterable[str]:
    """What speaks against a run on the clean store."""
    where = f"{run.target} with seed {run.seed}"
    yield from (f"the clean store is accused of breaking {each} ({where})" for each in run.accused)
    if run.verdict != "conformant" and not run.accused:
        yield f"the clean store is not judged conformant but {run.verdict} ({where})"
