"""The matrix as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from conformance.matrix.keeping import Kept
from conformance.matrix.values import Matrix, Row, Share, Taken
from conformance.requirements import Catalogue

OTHERS_NAMED = 3


def markdown(
    kept: Kept, faults: Iterable[str], catalogue: Catalogue, liberties: Mapping[str, tuple[str, str]]
) -> str:
    """All that was measured: the sums, a row for each fault, and what each requirement notices."""
    matrix = kept.matrix(faults)
    order = {requirement.id: place for place, requirement in enumerate(catalogue)}
    rows = sorted(matrix.rows, key=lambda row: (order.get(row.breaks, len(order)), row.fault))
    lines = [
        "# Fault matrix",
        "",
        "Written by `make matrix`: each fault of the emulator against all walks and scenarios of the suite, and,",
        "where its own requirement has not noticed it by then, against that requirement's journeys and generated",
        "requests. So *others* are those among walks, scenarios and the rules over their exchanges. *Schema*:",
        "documented bodies, statuses and media types alone would have told. `make matrix-quick` asks only the",
        "requirement that a fault breaks, until it notices; *others* are then not asked.",
        "",
        *_sums(matrix, catalogue),
        *_shares(kept.shares.values(), matrix),
        *_liberties(kept.taken, liberties),
        "",
        "## Faults",
        "",
        "| requirement | fault | what the emulator then does | noticed | schema | others |",
        "|---|---|---|---|---|---|",
        *(_row(row) for row in rows),
        "",
        "## Requirements",
        "",
        "| requirement | its own faults noticed | faults of others noticed |",
        "|---|---:|---:|",
        *_requirements(matrix, catalogue),
    ]
    return "\n".join(lines) + "\n"


def _sums(matrix: Matrix, catalogue: Catalogue) -> Iterator[str]:
    rows = matrix.rows
    testable = [each for each in catalogue if not each.untestable]
    yield f"- faults noticed by their own requirement: {sum(row.noticed for row in rows)} of {len(rows)}"
    yield f"- faults noticed by anything: {sum(bool(row.noticed_by) for row in rows)} of {len(rows)}"
    if not any(row.alone for row in rows):
        yield f"- faults that the schema alone would have shown: {sum(row.by_schema for row in rows)} of {len(rows)}"
    noticing = matrix.noticing()
    yield f"- requirements that notice a fault: {sum(each.id in noticing for each in testable)} of {len(testable)}"
    if not matrix.whole:
        yield f"- faults without a row yet: {len(set(matrix.faults) - {row.fault for row in rows})}"
    seeds = len({run.seed for run in matrix.clean})
    green = sum(run.green for run in matrix.clean)
    runs = f"{green} of {len(matrix.clean)} ({seeds} seeds, both tax modes)"
    yield f"- runs on the clean store without a finding: {runs}"


def _shares(shares: Iterable[Share], matrix: Matrix) -> Iterator[str]:
    kept = list(shares)
    if not kept:
        return
    yield from ("", "## Beside each other", "")
    yield "Profiles stop at their first breach. Schemathesis: its own command line (`make matrix-schemathesis`) with"
    yield "our documents, all checks and phases, on a sample of the faults that is fair to every requirement. *As it"
    yield "comes*: with its default settings and no more than the token; as it accuses the clean store too, only what"
    yield "it does not say of that counts. *Prepared*: with requests put onto checkouts that exist, and told for"
    yield "which reasons these may be refused; 5 examples for each operation and 15 walks, until its first finding."
    yield from ("", "| by | faults noticed | of | share | most requests for one fault |")
    yield "|---|---:|---:|---:|---:|"
    for share in kept:
        there = [one for one in share.noticed if one.fault in matrix.faults]
        noticed = sum(one.by_any for one in there)
        part = f"{noticed / len(there):.1%}" if there else "-"
        yield f"| {share.name} | {noticed} | {len(there)} | {part} | {share.most_requests} |"


def _liberties(taken: Sequence[Taken], liberties: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    if not taken:
        return
    yield from ("", "## Liberties", "")
    yield "What a store may do otherwise than the emulator and keep its contract (`make liberties`): walks and"
    yield "scenarios on a store that takes one of them, and everything on stores that take all at once."
    yield from ("", "| liberty | what the store then does | why it may | accused of |", "|---|---|---|---|")
    for run in taken:
        does, leave = liberties.get(run.liberty, (f"Everything below ({run.target}).", ""))
        accused = ", ".join(f"`{each}`" for each in run.accused) or ("nothing" if run.green else run.verdict)
        yield f"| `{run.liberty}` | {does} | {leave} | {accused} |"


def _row(row: Row) -> str:
    own = "yes" if row.noticed else "**no**"
    others = "not asked" if row.alone else _named(row.others)
    schema = "" if row.alone else "yes" if row.by_schema else "no"
    return f"| `{row.breaks}` | `{row.fault}` | {row.summary} | {own} | {schema} | {others} |"


def _named(others: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{each}`" for each in others[:OTHERS_NAMED])
    left = len(others) - OTHERS_NAMED
    return f"{shown} and {left} more" if left > 0 else shown or "nobody"


def _requirements(matrix: Matrix, catalogue: Catalogue) -> Iterator[str]:
    noticing = matrix.noticing()
    for each in catalogue:
        if each.untestable:
            continue
        own = {row.fault for row in matrix.rows if row.breaks == each.id}
        noticed = set(noticing.get(each.id, ()))
        yield f"| `{each.id}` | {len(own & noticed)} of {len(own)} | {len(noticed - own)} |"
