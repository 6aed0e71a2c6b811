"""Findings, outcomes, the run record: pure values and the rules that judge them."""

from conformance.verdict.judgement import EXIT_USER_MISTAKE, Judgement, Outcome, Status, Verdict, judge
from conformance.verdict.record import RecordWriter, RunRecord, read_record
from conformance.verdict.values import (
    Check,
    Coverage,
    Drift,
    Exchange,
    Finding,
    Footer,
    Header,
    Line,
    Request,
    Response,
    Result,
    Selection,
    Tally,
)

__all__ = [
    "EXIT_USER_MISTAKE",
    "Check",
    "Coverage",
    "Drift",
    "Exchange",
    "Finding",
    "Footer",
    "Header",
    "Judgement",
    "Line",
    "Outcome",
    "RecordWriter",
    "Request",
    "Response",
    "Result",
    "RunRecord",
    "Selection",
    "Status",
    "Tally",
    "Verdict",
    "judge",
    "read_record",
]
