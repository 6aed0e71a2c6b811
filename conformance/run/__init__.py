"""One run: what is wired together for a target, and the witness that sees every exchange."""

from conformance.run.session import Session, open_session
from conformance.run.witness import Witness

__all__ = ["Session", "Witness", "open_session"]
