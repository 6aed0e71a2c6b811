"""Completeness: every requirement has a check and a fault, and nothing names a requirement that there is not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.locations import suite_directory
from conformance.requirements import Catalogue, load_catalogue
from conformance.run.witness import CONTRACT, SERVER_ERROR
from conformance.suite.rules import RULES
from conformance.targets import fault_catalogue

CATALOGUE = load_catalogue()
# Whatever looks at every exchange of a run, beside the checks that pytest collects.
WATCHED = {*RULES, *CONTRACT, SERVER_ERROR}
# Lists what each collected check names, for want of an option of pytest that does.
LISTING = """\
import sys
import pytest

class Listing:
    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        for item in items:
            named = [str(each) for mark in item.iter_markers("requirement") for each in mark.args]
            print("names", item.nodeid.replace(" ", "_"), *named)

arguments = ["-c", sys.argv[1] + "/pytest.ini", "--rootdir", sys.argv[1], "--collect-only", "-qq"]
sys.exit(pytest.main([*arguments, "-p", "no:cacheprovider", sys.argv[1]], plugins=[Listing()]))
"""
NAMES = re.compile(r"^names (\S+) ?(.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def named_by(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, ...]]:
    """The requirements that each collected check of the suite names, by its node id."""
    done = subprocess.run(
        [sys.executable, "-c", LISTING, str(suite_directory())],
        cwd=tmp_path_factory.mktemp("listing"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {nodeid: tuple(named.split()) for nodeid, named in NAMES.findall(done.stdout)}


def checkable(catalogue: Catalogue) -> list[str]:
    return [each.id for each in catalogue if not each.untestable]


def test_every_requirement_has_a_check(named_by: dict[str, tuple[str, ...]]) -> None:
    judged = {each for named in named_by.values() for each in named} | WATCHED

    assert [each for each in checkable(CATALOGUE) if each not in judged] == []


def test_every_check_names_a_requirement(named_by: dict[str, tuple[str, ...]]) -> None:
    assert [nodeid for nodeid, named in named_by.items() if not named] == []


def test_every_requirement_that_a_check_names_is_in_the_catalogue(named_by: dict[str, tuple[str, ...]]) -> None:
    assert {each for named in named_by.values() for each in named if each not in CATALOGUE} == set()


def test_every_requirement_that_is_watched_on_each_exchange_is_in_the_catalogue() -> None:
    assert {each for each in WATCHED if each not in CATALOGUE} == set()


def test_every_requirement_that_every_exchange_shows_is_watched() -> None:
    shown = [each.id for each in CATALOGUE if each.evidence == "exchange" and not each.untestable]

    assert [each for each in shown if each not in WATCHED] == []


def test_every_requirement_is_broken_by_a_fault() -> None:
    broken = {breaks for breaks, _ in fault_catalogue().values()}

    assert [each for each in checkable(CATALOGUE) if each not in broken] == []


def test_every_fault_breaks_a_requirement_of_the_catalogue() -> None:
    assert [name for name, (breaks, _) in fault_catalogue().items() if breaks not in CATALOGUE] == []


def test_no_check_stands_outside_the_suite(named_by: dict[str, tuple[str, ...]]) -> None:
    assert {Path(nodeid).parts[0] for nodeid in named_by} == {"scenarios", "properties"}
