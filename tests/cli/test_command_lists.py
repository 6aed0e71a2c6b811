"""The commands that explain: requirements, faults, help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.requirements import load_catalogue
from conformance.targets import fault_catalogue


def said(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "300"}).invoke(main, list(arguments))
    assert result.exit_code == 0
    return result.output


def test_every_requirement_is_listed() -> None:
    listed = said("requirements")

    assert [each.id for each in load_catalogue() if each.id not in listed] == []


def test_every_fault_is_listed_with_what_it_breaks() -> None:
    listed = said("faults")

    assert [
        name for name, (breaks, _) in fault_catalogue().items() if name not in listed or breaks not in listed
    ] == []


def test_one_requirement_is_explained_with_its_faults() -> None:
    told = said("requirements", "customer-message-is-kept")

    assert load_catalogue().get("customer-message-is-kept").statement in told
    assert "customer-message-cut-short" in told
    assert "check:      scenarios/test_" in told


def test_the_requirements_are_there_for_machines_with_their_checks() -> None:
    listed = {each["id"]: each for each in json.loads(said("requirements", "--json"))}

    assert list(listed) == [each.id for each in load_catalogue()]
    assert "customer-message-cut-short" in [fault["name"] for fault in listed["customer-message-is-kept"]["faults"]]
    assert listed["response-body-matches-contract"]["watched"] is True


def test_one_requirement_as_a_table_is_one_row() -> None:
    table = said("requirements", "customer-message-is-kept", "--markdown").splitlines()

    assert [line.split(" | ")[0] for line in table[2:]] == ["| `customer-message-is-kept`"]


def test_the_pages_are_written_where_it_is_asked_for(tmp_path: Path) -> None:
    said("requirements", "--pages", str(tmp_path))

    assert "## `customer-message-is-kept`" in (tmp_path / "checkouts.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [(), ("run",), ("matrix",), ("flaky",)])
def test_help_tells_the_exit_codes_or_what_the_command_does(command: tuple[str, ...]) -> None:
    assert "exit code" in " ".join(said(*command, "--help").lower().split())
