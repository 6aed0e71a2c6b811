"""What a person sees while a run goes on: one bar, and what broke as soon as it did."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class ProgressBar:
    """A pytest plugin that draws a bar on ``console`` and keeps what the run wants said at its end."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.summary: Sequence[str] = ()
        self.directory = ""
        self._failed = 0
        self._progress = Progress(
            TextColumn("judging"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]} not as they should be"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("judging", total=None, failed=0)

    def pytest_sessionstart(self) -> None:
        """The bar appears."""
        self._progress.start()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """The length of the bar is known."""
        if session.items:
            self._progress.update(self._task, total=len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """The same, when workers have collected."""
        self._progress.update(self._task, total=len(ids))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One check is done."""
        if report.failed and report.when == "call":
            self._failed += 1
        if report.when == "teardown":
            self._progress.update(self._task, advance=1, failed=self._failed)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> object:
        """The bar stops; what the run has to say is kept for the command line."""
        outcome = yield
        self._progress.stop()
        run = session.config.pluginmanager.get_plugin("checkout-conformance-run")
        if run is not None:
            self.summary, self.directory = run.summary, str(run.directory)
        return outcome
