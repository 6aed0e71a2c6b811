"""The sign-off: writers over a run record. Each reads the record and the judgement, never a test."""

from conformance.signoff.report import Report, report_of
from conformance.signoff.terminal import render_summary
from conformance.signoff.writing import WRITERS, write_reports

__all__ = ["WRITERS", "Report", "render_summary", "report_of", "write_reports"]
