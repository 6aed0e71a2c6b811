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
from conformance.requirements import Catalogue, Level, load_catalogue
from conformance.run import Session, open_session
from conformance.run.checks import checks_of, quiet_report
from conformance.run.choosing import asked_for, collected, kept_by, may_hold_smoke, requirements_of
from conformance.run.closing import close_run
from conformance.run.course import Course
from conformance.run.directory import new_run_directory
from conformance.run.interrupting import Interrupts
from conformance.run.masked_allure import mask_allure_results
from conformance.run.opening import footer, header, selection
from conformance.run.ordering import load_telling, most_telling_first, telling_file
from conformance.run.profiles import DEFAULT, PROFILES, profile_of
from conformance.signoff import render_summary
from conformance.suite.people import ship_to
from conformance.suite.spoken import SPOKEN
from conformance.targets import Target, load_target
from conformance.verdict import EXIT_USER_MISTAKE, Judgement, Result, RunRecord, Verdict
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
    group.addoption("--liberty", action="append", default=[], metavar="NAME", help="let the emulator take a liberty")
    group.addoption(
        "--profile", choices=list(PROFILES), default=DEFAULT, help=f"what the run is about (default {DEFAULT})"
    )
    group.addoption("--budget", type=int, metavar="N", help="send at most so many requests (smoke: 150)")
    group.addoption("--requirement", action="append", default=[], metavar="ID", help="judge only this requirement")
    group.addoption(
        "--until-noticed",
        action="store_true",
        help="stop at the first breach of a requirement that was asked for, or of any when none was",
    )
    group.addoption("--only-record", action="store_true", help="judge, and write no reports")
    group.addoption("--run-directory", metavar="DIR", help="where the run is written (default: reports/<run>)")
    group.addoption(
        "--conformance-seed", type=int, default=1, metavar="N", help="seed of everything drawn (default 1)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Opens the run, or tells the user what to mend."""
    config.addinivalue_line("markers", "requirement(id): the requirement that this test judges")
    config.addinivalue_line("markers", "smoke: this test is one of the few that the profile `smoke` takes")
    config.addinivalue_line("markers", "faces(server, storefront): the faces that this test asks")
    config.addinivalue_line(
        "markers", "shows(id): the watched requirement that is best seen in this test's exchanges"
    )
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
    target = load_target(config.getoption("target"), config.getoption("fault"), liberties=config.getoption("liberty"))
    # Before the suite's modules are loaded, some of which write further addresses after this one.
    ship_to(target.fixtures.shipping_address)
    profile, budget = profile_of(config.getoption("profile"), config.getoption("budget"), workers_of(config))
    worker = getattr(config, "workerinput", None)
    if worker is None:
        directory, part = new_run_directory(config.getoption("run_directory")), "main"
    else:
        # xdist hands a worker the words of the command line, not what was made of them.
        directory, part = Path(worker[DIRECTORY]), str(worker["workerid"])
        target = target.shared_by(int(worker["workercount"]))
    session = open_session(target, directory, config.getoption("conformance_seed"), part, profile, budget)
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
        self.judged: tuple[RunRecord, Judgement] | None = None
        self.mistakes: list[UserMistake] = []
        self.course = Course()
        self.interrupts = Interrupts()
        self.narrowed = False
        self._choosing = False
        if worker is not None:
            self.trouble = str(worker[TROUBLE])
            return
        self.interrupts.watch()
        session.writer.write(header(session, catalogue))
        self.trouble = session.trouble()

    @property
    def target(self) -> Target:
        """What is judged."""
        return self.session.target

    def pytest_report_header(self) -> str:
        """One line on what is judged and where the run is written."""
        return f"judging: {self.target.name} (run directory: {self.directory})"

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """A smoke run loads only what can hold smoke checks: loading the whole suite takes longer than judging."""
        smoke = self.session.profile.smoke and collection_path.is_file()
        return True if smoke and not may_hold_smoke(collection_path) else None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Keeps the checks of the requirements that were asked for, and says what is to be judged."""
        with self._mending(session):
            self._refuse_unknown_requirements(items)
        kept = kept_by(self.session.profile, items, self.catalogue)
        kept = asked_for(kept, config.getoption("requirement"), self.catalogue)
        if len(kept) < len(items):
            there = set(kept)
            self._choosing = True
            config.hook.pytest_deselected(items=[item for item in items if item not in there])
            self._choosing = False
            items[:] = kept
        if self.session.allowance is not None:
            order = most_telling_first([collected(item) for item in items], load_telling(telling_file()))
            items[:] = [items[place] for place in order]

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
        self.narrowed = self.narrowed or not self._choosing

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Writes the selection once it is final, after ``-k`` and ``-m``."""
        self.course.collected(item.nodeid for item in session.items)
        named = [requirements_of(item) for item in session.items]
        wanted = self.config.getoption("requirement")
        if named:
            with self._mending(session):
                profile = self.session.profile
                self.session.writer.write(selection(named, wanted, self.catalogue, profile, narrowed=self.narrowed))

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
        self.interrupts.heed()
        self.session.now.check = item.nodeid
        self.session.now.arranging = False
        self.session.witness.take_latest()
        if reason := self.trouble or self.session.used_up:
            pytest.fail(f"could not run: {reason}", pytrace=False)
        named = [self.catalogue.get(each).capability for each in requirements_of(item)]
        reasons = [self.target.lacks(capability) for capability in named]
        # A journey speaks for many requirements and goes without what the target lacks.
        if reasons and all(reasons):
            pytest.skip(f"not applicable: {reasons[0]}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turns a result into a check of the record, and a report into one that people can read."""
        report = yield
        requirements = requirements_of(item)
        if requirements and (call.when == "call" or call.excinfo is not None):
            exchanges = self.session.witness.take_latest()
            checks = checks_of(item.nodeid, requirements, call, exchanges, item.stash.get(SPOKEN, None))
            with self._mending(item.session):
                for check in checks:
                    self.session.writer.write(check)
            broken = {each for check in checks if check.result is Result.FAILED for each in check.requirements}
            binding = any(self.catalogue.get(each).level is Level.MUST for each in broken)
            quiet_report(report, checks[0], self.session.masker.mask, binding=binding)
            self._stop_when_noticed(item.session, broken | self.session.witness.found)
        return report

    def _stop_when_noticed(self, session: pytest.Session, broken: set[str]) -> None:
        wanted = set(self.config.getoption("requirement"))
        if self.config.getoption("until_noticed") and (broken & wanted if wanted else broken):
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
        self.interrupts.unwatch()
        asked = pytest.ExitCode.INTERRUPTED if self.interrupts.asked else exitstatus
        stopped = self.trouble or self.course.stopped or stop_reason(asked) or self.course.missing
        try:
            if self.leads:
                self.session.writer.write(footer(stopped))
        finally:
            self.session.close()

    def _judge(self) -> int:
        """Judges the record and writes the reports, also when the record could not be written to its end."""
        try:
            mask = None if self.config.getoption("only_record") else self.session.masker.mask
            record, judgement = self.judged = close_run(self.directory, self.catalogue, mask)
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


def workers_of(config: pytest.Config) -> int:
    """How many parallel workers were asked for; 0 when the tests run in this process."""
    return len(config.getoption("tx", default=None) or ()) or int(config.getoption("numprocesses", default=0) or 0)


def stop_reason(exitstatus: int) -> str:
    """Why a session ended before its natural end; empty when it did not."""
    reasons = {
        pytest.ExitCode.INTERRUPTED: "the run was interrupted",
        pytest.ExitCode.INTERNAL_ERROR: "the test runner broke down",
        pytest.ExitCode.USAGE_ERROR: "the test runner refused its arguments",
        pytest.ExitCode.NO_TESTS_COLLECTED: "nothing was selected",
    }
    return next((text for code, text in reasons.items() if int(code) == int(exitstatus)), "")
