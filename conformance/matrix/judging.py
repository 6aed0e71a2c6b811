"""One run of the suite in this process, without reports: what it came to."""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import entry_points
from pathlib import Path

import msgspec
import pytest

from conformance.locations import suite_directory
from conformance.verdict import Judgement, Result, RunRecord, Status

BREACHES = {Status.FAILED, Status.WARNED}
# From the cheapest to the dearest: what is drawn at random is asked only where nothing else has noticed.
STAGES = ("walks", "scenarios", "journeys", "properties")


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What one run came to.

    ``breached`` are requirement ids; ``told`` the checks that failed or showed a breach; ``requests`` counts what
    each check sent (``""``: outside of checks); ``outcomes`` and ``results`` give every requirement's status and
    every check's result, each with its first reason.
    """

    verdict: str
    breached: tuple[str, ...]
    told: tuple[str, ...]
    requests: dict[str, int]
    outcomes: dict[str, str]
    results: dict[str, str]

    @property
    def sent(self) -> int:
        """How many requests the run sent."""
        return sum(self.requests.values())


class _Keeping:
    """A pytest plugin that keeps what the run was judged to be."""

    def __init__(self) -> None:
        self.came: Came | None = None

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> object:
        """Right after the run was judged."""
        done = yield
        run = session.config.pluginmanager.get_plugin("checkout-conformance-run")
        if run is not None and run.judged is not None:
            self.came = _came(*run.judged)
        return done


def stages(names: Iterable[str] = STAGES) -> list[Path]:
    """The folders of these parts of the suite, as far as they exist."""
    return [suite_directory() / name for name in names if (suite_directory() / name).is_dir()]


def judge_once(arguments: Sequence[str], where: Sequence[Path]) -> Came:
    """Judges with these options of a run and these folders of the suite.

    Raises :class:`RuntimeError` with what pytest said when the run broke down before it was judged.
    """
    suite = suite_directory()
    keeping, said = _Keeping(), io.StringIO()
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        settled = ["-c", str(suite / "pytest.ini"), "--rootdir", str(suite), "-p", "no:cacheprovider", "-q"]
        settled += [f"--run-directory={Path(folder) / 'run'}", "--only-record"]
        with redirect_stdout(said), redirect_stderr(said):
            pytest.main([*settled, *arguments, *map(str, where)], plugins=[keeping])
    if keeping.came is None:
        raise RuntimeError(f"a run broke down ({' '.join(arguments)}):\n{said.getvalue()}")
    return keeping.came


def warm_up() -> None:
    """Loads whatever every run needs, so that processes forked from this one have it already."""
    for plugin in entry_points(group="pytest11"):
        plugin.load()
    suite = suite_directory()
    arguments = ["-c", str(suite / "pytest.ini"), "--rootdir", str(suite), "--collect-only", "-qq"]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        pytest.main([*arguments, "-p", "no:cacheprovider", str(suite)])


def _came(record: RunRecord, judgement: Judgement) -> Came:
    by_exchange = {exchange.id: exchange.check for exchange in record.exchanges}
    shown = {by_exchange.get(each, "") for finding in record.findings for each in finding.exchanges[-1:]}
    failed = {check.check for check in record.checks if check.result is Result.FAILED}
    return Came(
        verdict=str(judgement.verdict),
        breached=tuple(each.requirement for each in judgement.outcomes if each.status in BREACHES),
        told=tuple(sorted((failed | shown) - {""})),
        requests=dict(Counter(exchange.check for exchange in record.exchanges)),
        outcomes={each.requirement: _said(each.status, each.reasons) for each in judgement.outcomes},
        results={check.check: _said(check.result, (check.reason,)) for check in record.checks},
    )


def _said(what: str, reasons: Sequence[str]) -> str:
    return f"{what}: {reasons[0]}" if reasons and reasons[0] else str(what)
