"""The pytest door: options, fixtures of a run, results as checks, the verdict as the exit code."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from conformance.errors import UserMistake
from conformance.locations import suite_directory
from conformance.requirements import Catalogue, Evidence, Level, load_catalogue
from conformance.run import Session, open_session
from conformance.run.checks import check_of, quiet_report
from conformance.run.closing import close_run
from conformance.run.directory import new_run_directory
from conformance.run.masked_allure import mask_allure_results
from conformance.run.opening import footer, header, selection
from conformance.signoff import render_summary
from conformance.targets import Target, load_target
from conformance.verdict import Result

SESSION = pytest.StashKey[Session]()
CLOSED = pytest.StashKey[Any]()
GROUP = "checkout-conformance"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a run; without ``--target`` the plugin does nothing at all."""
    group = parser.getgroup(GROUP, "judging a checkout")
    group.addoption(
        "--target",
        metavar="TARGET",
        help="`emulator`, `emulator-tax-inclusive`, or the TOML file of a running server",
    )
    group.addoption("--fault", action="append", default=[], metavar="NAME", help="switch on a fault of the emulator")
    group.addoption("--requirement", action="append", default=[], metavar="ID", help="judge only this requirement")
    group.addoption(
        "--until-noticed", action="store_true", help="stop at the first breach of a requirement that was asked for"
    )
    group.addoption("--run-directory", metavar="DIR", help="where the run is written (default: reports/<run>)")
    group.addoption(
        "--conformance-seed", type=int, default=1, metavar="N", help="seed of everything drawn (default 1)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Opens the run, or tells the user what to mend."""
    config.addinivalue_line("markers", "requirement(id): the requirement that this test judges")
    if not config.getoption("target"):
        return
    try:
        config.pluginmanager.register(_plugin_for(config), "checkout-conformance-run")
    except UserMistake as mistake:
        pytest.exit(str(mistake), returncode=2)


def _plugin_for(config: pytest.Config) -> RunPlugin:
    if config.args_source in {pytest.Config.ArgsSource.TESTPATHS, pytest.Config.ArgsSource.INVOCATION_DIR}:
        config.args = [str(suite_directory())]
    catalogue = load_catalogue()
    for requirement_id in config.getoption("requirement"):
        catalogue.get(requirement_id)
    target = load_target(config.getoption("target"), config.getoption("fault"))
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        target = target.shared_by(int(worker["workercount"]))
    else:
        config.option.run_directory = str(new_run_directory(config.getoption("run_directory")))
    directory = Path(config.getoption("run_directory"))
    part = "main" if worker is None else str(worker["workerid"])
    session = open_session(target, directory, config.getoption("conformance_seed"), part)
    mask_allure_results(config, session.masker.mask)
    return RunPlugin(config, session, catalogue, directory)


class RunPlugin:
    """One process of a run: the only one, a worker's, or the one that leads workers."""

    def __init__(self, config: pytest.Config, session: Session, catalogue: Catalogue, directory: Path) -> None:
        self.config = config
        self.session = session
        self.catalogue = catalogue
        self.directory = directory
        self.leads = not hasattr(config, "workerinput")
        self.summary: list[str] = []
        self.trouble = ""
        if self.leads:
            session.writer.write(header(session, catalogue))
            self.trouble = session.trouble()

    @property
    def target(self) -> Target:
        """What is judged."""
        return self.session.target

    def pytest_report_header(self) -> str:
        """One line on what is judged and where the run is written."""
        return f"judging: {self.target.name} (run directory: {self.directory})"

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keeps the checks of the requirements that were asked for, and says what is to be judged."""
        wanted = set(config.getoption("requirement"))
        # Any exchange can show a requirement that is watched on all of them.
        watched = any(self.catalogue.get(each).evidence is Evidence.EXCHANGE for each in wanted)
        kept = [item for item in items if not wanted or watched or wanted & set(requirements_of(item))]
        if len(kept) < len(items):
            config.hook.pytest_deselected(items=[item for item in items if item not in kept])
            items[:] = kept

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Writes the selection once it is final, after ``-k`` and ``-m``."""
        named = [requirements_of(item) for item in session.items]
        wanted = self.config.getoption("requirement")
        if named:
            self.session.writer.write(selection(named, wanted, self.catalogue))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Names the check on every exchange, and leaves out what the target doesn't offer."""
        self.session.now.check = item.nodeid
        self.session.now.arranging = False
        self.session.witness.take_latest()
        if self.trouble:
            pytest.fail(f"could not run: {self.trouble}", pytrace=False)
        for requirement_id in requirements_of(item):
            if reason := self.target.lacks(self.catalogue.get(requirement_id).capability):
                pytest.skip(f"not applicable: {reason}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turns a result into a check of the record, and a report into one that people can read."""
        report = yield
        requirements = requirements_of(item)
        if requirements and (call.when == "call" or call.excinfo is not None):
            check = check_of(item.nodeid, requirements, call, self.session.witness.take_latest())
            self.session.writer.write(check)
            binding = any(self.catalogue.get(each).level is Level.MUST for each in requirements)
            quiet_report(report, check, self.session.masker.mask, binding=binding)
            broken = {*requirements} if check.result is Result.FAILED else set()
            self._stop_when_noticed(item.session, broken | self.session.witness.found)
        return report

    def _stop_when_noticed(self, session: pytest.Session, broken: set[str]) -> None:
        if self.config.getoption("until_noticed") and broken & set(self.config.getoption("requirement")):
            session.shouldstop = "the requirement was seen broken"

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Closes the record; the leading process judges it, writes the reports and sets the exit code."""
        stopped = self.trouble or stop_reason(exitstatus)
        if self.leads:
            self.session.writer.write(footer(stopped))
        self.session.close()
        if not self.leads:
            return
        try:
            record, judgement = close_run(self.directory, self.catalogue, self.session.masker.mask)
        except UserMistake as mistake:
            self.summary = [str(mistake)]
            session.exitstatus = 2
            return
        self.summary = render_summary(judgement, record)
        session.exitstatus = judgement.exit_code

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The verdict stands last."""
        terminalreporter.section("checkout-conformance")
        for line in self.summary:
            terminalreporter.write_line(line)
        terminalreporter.write_line(f"reports: {self.directory}")


def requirements_of(item: pytest.Item) -> tuple[str, ...]:
    """The requirement ids that a test names."""
    return tuple(str(each) for mark in item.iter_markers("requirement") for each in mark.args)


def stop_reason(exitstatus: int) -> str:
    """Why a session ended before its natural end; empty when it did not."""
    reasons = {
        pytest.ExitCode.INTERRUPTED: "the run was interrupted",
        pytest.ExitCode.INTERNAL_ERROR: "the test runner broke down",
        pytest.ExitCode.USAGE_ERROR: "the test runner refused its arguments",
        pytest.ExitCode.NO_TESTS_COLLECTED: "nothing was selected",
    }
    return next((text for code, text in reasons.items() if int(code) == int(exitstatus)), "")
