"""`report.json`: the source of truth, in the form of `specs/report.schema.json`."""

from __future__ import annotations

import msgspec

from conformance.signoff.report import report_of
from conformance.verdict.judgement import Judgement
from conformance.verdict.record import RunRecord


def render(record: RunRecord, judgement: Judgement) -> str:
    """The report as indented JSON with a stable order of keys."""
    return msgspec.json.format(msgspec.json.encode(report_of(record, judgement)), indent=2).decode() + "\n"
