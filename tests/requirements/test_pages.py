"""The pages in docs/requirements say what the catalogue, the suite and the faults say now; and how they say it."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest
from test_known import CATALOGUE, CHECKS, FAULTS, KEPT, SECRET

from conformance.requirements import Catalogue, Known, known_requirements, load_catalogue
from conformance.requirements.pages import as_json, as_markdown, explained, pages, stale
from conformance.run.choosing import Collected
from conformance.run.explaining import read_pages, write_pages
from conformance.run.witness import WATCHED
from conformance.targets import fault_catalogue

DOCS = Path(__file__).parents[2] / "docs" / "requirements"
CASES = [f"scenarios/test_a.py::test_c[{number}]" for number in range(9)]
SMALL = known_requirements(CATALOGUE, {**CHECKS, **dict.fromkeys(CASES, (KEPT,))}, [], FAULTS)


@pytest.fixture(scope="module")
def known(suite: tuple[Collected, ...]) -> tuple[Known, ...]:
    """All requirements with their checks and faults."""
    checks = {one.check: one.requirements for one in suite}
    return known_requirements(load_catalogue(), checks, WATCHED, fault_catalogue())


def test_the_pages_are_those_that_make_pages_writes(known: tuple[Known, ...]) -> None:
    differing = stale(read_pages(DOCS), pages(known))

    assert not differing, "run `make pages`; stale are:\n" + "\n".join(differing)


def test_a_page_names_statement_source_checks_and_faults() -> None:
    page = pages(SMALL)["checkouts.md"]

    assert f"## `{KEPT}`\n\nWhat {KEPT} says.\n" in page
    assert "- MUST, both, evidence: scenario\n- source: seed: 1\n" in page
    assert "[`scenarios/test_a.py`](../../conformance/suite/scenarios/test_a.py) `test_b`\n" in page
    assert "`test_c` (9 cases)\n" in page
    assert "- fault: `message-cut`: It is cut.\n" in page


def test_what_cannot_be_tested_is_listed_with_its_reason() -> None:
    assert "- can't be tested: nobody can look inside\n" in pages(SMALL)["checkouts.md"]
    assert f"| [`{SECRET}`](checkouts.md#{SECRET}) | MUST | both | can't be tested | 0 |" in pages(SMALL)["README.md"]
    assert "untestable: nobody can look inside" in explained(SMALL[2])


def test_pages_that_say_the_same_are_not_stale() -> None:
    assert stale(pages(SMALL), pages(SMALL)) == ()


def test_a_stale_page_is_named_with_the_requirement() -> None:
    changed = known_requirements(CATALOGUE, CHECKS, [], FAULTS)

    assert stale(pages(SMALL), pages(changed)) == ("README.md: Checkouts", f"checkouts.md: {KEPT}")


def test_pages_that_are_missing_or_too_many_are_named() -> None:
    made = dict(pages(SMALL))
    stored = {**made, "wishes.md": "# Wishes\n"}
    del stored["checkouts.md"]

    assert stale(stored, made) == ("checkouts.md: is missing", "wishes.md: is about an area that there is not")


def test_writing_pages_leaves_no_page_of_an_area_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "wishes.md").write_text("# Wishes\n", encoding="utf-8")
    write_pages(tmp_path, SMALL)

    assert read_pages(tmp_path) == pages(SMALL)


def test_requirements_of_one_area_in_two_files_share_a_page() -> None:
    first, second, third = CATALOGUE
    wish = msgspec.structs.replace(second, area="Wishes")
    apart = Catalogue(MappingProxyType({each.id: each for each in (first, wish, third)}))

    assert pages(known_requirements(apart, {}, [], {}))["checkouts.md"].count("## `") == 2


def test_the_whole_list_is_machine_readable_and_a_table() -> None:
    assert f'"id": "{KEPT}"' in as_json(SMALL)
    assert f"| `{KEPT}` | MUST | both | What {KEPT} says. | 10 | 1 |" in as_markdown(SMALL)
