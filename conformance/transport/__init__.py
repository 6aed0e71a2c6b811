"""How requests travel: one chain that identifies, repeats, paces and records whatever any test sends."""

from conformance.transport.allowance import Allowance, Exhausted
from conformance.transport.chain import Chain, another_client, build_chain, open_client
from conformance.transport.for_requests import session_over
from conformance.transport.inprocess import InProcessTransport
from conformance.transport.masking import MASK, Masker
from conformance.transport.policy import RequestContext, TrafficPolicy, steady_clock
from conformance.transport.trail import exchange_ids

__all__ = [
    "MASK",
    "Allowance",
    "Chain",
    "Exhausted",
    "InProcessTransport",
    "Masker",
    "RequestContext",
    "TrafficPolicy",
    "another_client",
    "build_chain",
    "exchange_ids",
    "open_client",
    "session_over",
    "steady_clock",
]
