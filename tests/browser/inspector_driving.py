"""The inspector in a real browser: Chromium without a window, and a script of the test inside the page."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCRIPT = b'<script src="/_test/drive.js" defer></script></head>'


def dumped(url: str, milliseconds: int = 4000) -> str:
    """The page after so many virtual milliseconds, as HTML."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = [
            CHROMIUM,
            *FLAGS,
            f"--user-data-dir={profile}",
            f"--virtual-time-budget={milliseconds}",
            "--dump-dom",
        ]
        done = subprocess.run(
            [*words, url], capture_output=True, text=True, check=True, timeout=100, cwd=Path(profile)
        )
    return done.stdout


class Driven:
    """The store with a script in its inspector that does what a person would do."""

    def __init__(self, app: ASGIApp, script: str) -> None:
        self._app = app
        self._script = script.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/_test/drive.js":
            await send(
                {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/javascript")]}
            )
            await send({"type": "http.response.body", "body": self._script})
            return

        async def passing(message: Message) -> None:
            if scope["path"] == "/_emulator/":
                message = _without_length(message)
            await send(message)

        await self._app(scope, receive, passing)


def _without_length(message: Message) -> Message:
    if message["type"] == "http.response.start":
        kept = [(name, value) for name, value in message["headers"] if name != b"content-length"]
        return {**message, "headers": kept}
    return {**message, "body": message["body"].replace(b"</head>", SCRIPT)}
