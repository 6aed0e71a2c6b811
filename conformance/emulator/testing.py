"""Fixtures for the tests of other projects: `pytest_plugins = ["conformance.emulator.testing"]` in a conftest.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.emulator.in_process import Emulator
from conformance.emulator.settings import Settings

__all__ = ["Emulator", "Settings", "emulator", "emulator_settings", "emulator_url"]


@pytest.fixture
def emulator_settings() -> Settings:
    """How the store is set up; override it to have another one."""
    return Settings()


@pytest.fixture
def emulator(emulator_settings: Settings) -> Iterator[Emulator]:
    """A store that nobody has visited yet, for one test."""
    with Emulator(emulator_settings) as made:
        yield made


@pytest.fixture
def emulator_url(emulator: Emulator) -> Iterator[str]:
    """The address of that store behind a real port, for clients that need one."""
    with emulator.served() as address:
        yield address
