"""What the suite holds: every check with the requirements that it names, as pytest collects them."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import msgspec
import pytest

from conformance.errors import UserMistake
from conformance.locations import suite_directory
from conformance.run.choosing import Collected, collected


class _Listing:
    """A pytest plugin that keeps what was collected."""

    def __init__(self) -> None:
        self.collected: list[Collected] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Everything is there now."""
        self.collected = [collected(item) for item in items]


def collect_suite() -> tuple[Collected, ...]:
    """Collects in a process of its own, so that a pytest around us is left alone.

    Raises :class:`UserMistake` with what pytest said when the suite can't be collected.
    """
    called = [sys.executable, "-m", "conformance.run.collecting"]
    done = subprocess.run(called, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise UserMistake(f"the suite can't be collected:\n{said}", str(suite_directory()), "mend what it names")
    return msgspec.json.decode(done.stdout, type=tuple[Collected, ...])


def _collect(suite: Path) -> int:
    listing, said = _Listing(), io.StringIO()
    arguments = ["-c", str(suite / "pytest.ini"), "--rootdir", str(suite), "--collect-only", "-qq"]
    with redirect_stdout(said):
        code = int(pytest.main([*arguments, "-p", "no:cacheprovider", str(suite)], plugins=[listing]))
    sys.stdout.write(said.getvalue() if code else msgspec.json.encode(listing.collected).decode())
    return code


if __name__ == "__main__":
    sys.exit(_collect(suite_directory()))
