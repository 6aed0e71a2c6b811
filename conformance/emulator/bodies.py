"""Bodies on their way in: how long they may be, and what they may be written in."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request

from conformance.emulator.commerce.refusals import Refused
from conformance.emulator.messages import Call

# No request of these APIs needs more; what is longer is not even read.
LONGEST_BODY = 1_000_000
# The control surface takes seeds, which have a limit of their own.
LONGEST_CONTROL_BODY = 16_000_000


# Requests by these hardly ever have a body, and then they announce it.
BODILESS = {"GET", "HEAD"}


async def body_of(request: Request, longest: int = LONGEST_BODY) -> bytes | None:
    """The body of a request; None when it is longer than that, or when its sender hangs up before its end."""
    announced = request.headers.get("content-length", "")
    if request.method in BODILESS and not announced and "transfer-encoding" not in request.headers:
        return b""
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > longest:
        return None
    parts, length = [], 0
    try:
        async for part in request.stream():
            length += len(part)
            if length > longest:
                return None
            parts.append(part)
    except ClientDisconnect:
        return None
    return b"".join(parts)


def check_body(call: Call) -> None:
    """Raises Refused for a body that is too long, or that says of itself that it is no JSON."""
    if call.oversized:
        raise Refused("large", f"A request body has at most {LONGEST_BODY} bytes")
    said = call.headers.get("content-type")
    if call.writes and call.body and said is not None and not _json(said):
        raise Refused("media", "The request body must be application/json")


def _json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
