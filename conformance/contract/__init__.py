"""The contract: OpenAPI documents loaded once, exchanges held against them, operations counted, drift noticed."""

from conformance.contract.breaches import is_beyond_doubt
from conformance.contract.counting import OperationCount, coverage_of
from conformance.contract.documents import Document, Operation
from conformance.contract.drifting import drift
from conformance.contract.matching import Match
from conformance.contract.requests import request_violations
from conformance.contract.specs import Specs, load_specs
from conformance.contract.validation import Violation, validate

__all__ = [
    "Document",
    "Match",
    "Operation",
    "OperationCount",
    "Specs",
    "Violation",
    "coverage_of",
    "drift",
    "is_beyond_doubt",
    "load_specs",
    "request_violations",
    "validate",
]
