"""The commands that explain: requirements, faults, help."""

from __future__ import annotations

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


@pytest.mark.parametrize("command", [(), ("run",), ("matrix",)])
def test_help_tells_the_exit_codes_or_what_the_command_does(command: tuple[str, ...]) -> None:
    assert "exit code" in " ".join(said(*command, "--help").lower().split())
