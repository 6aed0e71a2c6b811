"""The pytest door: options, fixtures of a run, results as checks, the verdict as the exit code."""

from __future__ import annotations

import traceback
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conformance.errors import UserMistake
from conformance.locations import suite_directory
from conformance.requirements import Catalogue, Evidence, Level, load_catalogue
from conformance.run import Session, open_session
from conformance.run.checks import check_of, quiet_report
from conformance.run.closing import close_run
from conformance.run.course import Course
from conformance.run.directory import new_run_directory
from conformance.run.masked_allure import mask_allure_results
from conformance.run.opening import footer, header, selection
from conformance.signoff import render_summary
from conformance.targets import Target, load_target
from conformance.verdict import EXIT_USER_MISTAKE, Result, Verdict
from conformance.verdict.judgement import EXIT_CODES

SESSION = pytest.StashKey[Session]()
CLOSED = pytest.StashKey[Any]()
GROUP = "checkout-conformance"
# The names under which the leading process and its workers tell each other what stands in the way of a verdict.
DIRECTORY = "checkout_conformance_directory"
TROUBLE = "checkout_conformance_trouble"
STOPPED = "checkout_conformance_stopped"


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
    if worker is None:
        directory, part = new_run_directory(config.getoption("run_directory")), "main"
    else:
        # xdist hands a worker the words of the command line, not what was made of them.
        directory, part = Path(worker[DIRECTORY]), str(worker["workerid"])
        target = target.shared_by(int(worker["workercount"]))
    session = open_session(target, directory, config.getoption("conformance_seed"), part)
    plugin = RunPlugin(config, session, catalogue, directory)
    mask_allure_results(config, session.masker.mask, plugin.mistakes.append)
    return plugin


class RunPlugin:
    """One process of a run: the only one, a worker's, or the one that leads workers."""

    def __init__(self, config: pytest.Config, session: Session, catalogue: Catalogue, directory: Path) -> None:
        self.config = config
        self.session = session
        self.catalogue = catalogue
        self.directory = directory
        worker = getattr(config, "workerinput", None)
        self.leads = worker is None
        self.summary: list[str] = []
        self.mistakes: list[UserMistake] = []
        self.course = Course()
        self.narrowed = False
        if worker is not None:
            self.trouble = str(worker[TROUBLE])
            return
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
    def pytest_collection_modifyitems(
        self, session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Keeps the checks of the requirements that were asked for, and says what is to be judged."""
        with self._mending(session):
            self._refuse_unknown_requirements(items)
        wanted = set(config.getoption("requirement"))
        # Any exchange can show a requirement that is watched on all of them.
        watched = any(self.catalogue.get(each).evidence is Evidence.EXCHANGE for each in wanted)
        kept = [item for item in items if not wanted or watched or wanted & set(requirements_of(item))]
        if len(kept) < len(items):
            config.hook.pytest_deselected(items=[item for item in items if item not in kept])
            items[:] = kept

    def _refuse_unknown_requirements(self, items: list[pytest.Item]) -> None:
        named = {each: item.nodeid for item in items for each in requirements_of(item)}
        for requirement_id, nodeid in named.items():
            try:
                self.catalogue.get(requirement_id)
            except UserMistake as mistake:
                items.clear()
                raise UserMistake(mistake.what, nodeid, mistake.mend) from mistake

    def pytest_deselected(self) -> None:
        """Somebody, by ``-k`` or ``-m``, wants to see some of the checks only."""
        self.narrowed = True

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Writes the selection once it is final, after ``-k`` and ``-m``."""
        self.course.collected(item.nodeid for item in session.items)
        named = [requirements_of(item) for item in session.items]
        wanted = self.config.getoption("requirement")
        if named:
            with self._mending(session):
                self.session.writer.write(selection(named, wanted, self.catalogue, narrowed=self.narrowed))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that can't be read may hold the one check that would have failed."""
        if report.failed or report.skipped:
            self.course.unread(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts what came to its end, here or in a worker."""
        if report.when == "teardown":
            self.course.ended(report.nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tells a worker before it starts where the run is written, and whether the target can be judged at all."""
        node.workerinput[DIRECTORY] = str(self.directory)
        node.workerinput[TROUBLE] = self.trouble

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """What the workers are about to share."""
        self.course.collected(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """A worker that dies takes what it was judging with it; others say what stopped them."""
        told = getattr(node, "workeroutput", {}).get(STOPPED, "")
        if reason := f"worker {node.gateway.id} broke down" if error else told:
            self.course.broke_down(reason)

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
            with self._mending(item.session):
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
        try:
            self._close(exitstatus)
        except UserMistake as mistake:
            self.mistakes.append(mistake)
        if self.leads:
            session.exitstatus = self._judge()
        else:
            told = "; ".join([self.course.stopped, *(mistake.what for mistake in self.mistakes)])
            vars(self.config)["workeroutput"][STOPPED] = told.strip("; ")

    def _close(self, exitstatus: int) -> None:
        stopped = self.trouble or self.course.stopped or stop_reason(exitstatus) or self.course.missing
        try:
            if self.leads:
                self.session.writer.write(footer(stopped))
        finally:
            self.session.close()

    def _judge(self) -> int:
        """Judges the record and writes the reports, also when the record could not be written to its end."""
        try:
            record, judgement = close_run(self.directory, self.catalogue, self.session.masker.mask)
        except UserMistake as mistake:
            self.mistakes.append(mistake)
        except Exception:  # noqa: BLE001 - a bug of ours must not look like a verdict
            self.summary = [traceback.format_exc(), "the run could not be judged; its record is kept"]
            return EXIT_CODES[Verdict.INCOMPLETE]
        else:
            self.summary = render_summary(judgement, record)
            if not self.mistakes:
                return judgement.exit_code
        self.summary += dict.fromkeys(str(mistake) for mistake in self.mistakes)
        return EXIT_USER_MISTAKE

    @contextmanager
    def _mending(self, session: pytest.Session) -> Iterator[None]:
        """Ends the run at once over what only the user can mend."""
        try:
            yield
        except UserMistake as mistake:
            self.mistakes.append(mistake)
            if self.leads:
                pytest.exit(str(mistake), returncode=EXIT_USER_MISTAKE)
            # A worker that just left would be replaced by another one, and that by the next.
            session.shouldstop = mistake.what

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
