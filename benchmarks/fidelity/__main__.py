"""``python -m benchmarks.fidelity``: measure, write the page, print a summary."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.fidelity.measuring import acceptance, distinct, evidence_of, noticed
from benchmarks.fidelity.page import Findings, page_of, summary_of
from benchmarks.fidelity.published import Published
from benchmarks.fidelity.recordings import read_recordings
from benchmarks.fidelity.tables import SURVIVORS, VARIANTS, explain, read_table
from conformance.contract import Specs, load_specs
from conformance.errors import UserMistake

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "reference"
PAGE = ROOT / "docs" / "fidelity.md"


def measure(reference: Path, specs: Specs) -> Findings:
    """Everything that can be measured; raises :class:`UserMistake` when the recordings are not there."""
    recordings = read_recordings(reference, specs)
    granted = read_table(VARIANTS)
    bodies = distinct(recordings.kept)
    evidence = evidence_of(recordings.kept, granted)
    mended = Published(reference / "openapi", mended=True)
    found = noticed(bodies, evidence, mended.types_at)
    return Findings(
        accepted=acceptance(recordings.kept),
        left_out=recordings.left_out,
        noticed=found,
        explained=explain(found.survivors, read_table(SURVIVORS)),
        granted=explain(found.variant_places, granted),
        as_published=Published(reference / "openapi", mended=False).standing(bodies, evidence),
        mended=mended.standing(bodies, evidence),
    )


def main() -> int:
    """Exit code 0 when the contract is as true as it should be, 1 when not, 2 without recordings."""
    try:
        findings = measure(REFERENCE, load_specs())
    except UserMistake as mistake:
        print(mistake, file=sys.stderr)  # noqa: T201 - a command talks to its user
        return 2
    PAGE.write_text(page_of(findings), encoding="utf-8")
    print(summary_of(findings))  # noqa: T201 - a command talks to its user
    return 1 if findings.failures() else 0


if __name__ == "__main__":
    sys.exit(main())
