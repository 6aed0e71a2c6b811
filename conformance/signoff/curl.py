"""A recorded request as a line for the shell, with secrets as shell variables to fill in."""

from __future__ import annotations

import re
import shlex

from conformance.verdict.values import Request

# curl works these out itself, and a stale value would break the replay.
LEFT_OUT = frozenset({"accept-encoding", "connection", "content-length", "host", "transfer-encoding", "user-agent"})
SECRET_WORDS = re.compile(r"auth|token|cookie|secret|session|signature|api-?key", re.IGNORECASE)


def curl_line(request: Request) -> str:
    """``curl -X PUT … -H "X-Auth-Token: $X_AUTH_TOKEN"``: safe to paste whatever the request holds."""
    parts = ["curl", "-X", shlex.quote(request.method), shlex.quote(request.url)]
    for name, value in request.headers:
        if name.lower() not in LEFT_OUT:
            parts += ["-H", _header(name, value)]
    if request.body is not None:
        parts += ["--data-raw", shlex.quote(request.body)]
    return " ".join(parts)


def is_secret(name: str) -> bool:
    """Whether a header of this name lets somebody in."""
    return bool(SECRET_WORDS.search(name))


def _header(name: str, value: str) -> str:
    if not is_secret(name):
        return shlex.quote(f"{name}: {value}")
    variable = re.sub(r"[^A-Z0-9]+", "_", name.upper())
    # The quoted name is closed before the variable, which has to stay open to the shell.
    return f'{shlex.quote(f"{name}: ")}"${variable}"'
