"""Ctrl-C ends a run also where the exception that says so gets lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest

from conformance.run.interrupting import Interrupts


@pytest.fixture
def interrupts() -> Iterator[Interrupts]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    made = Interrupts()
    made.watch()
    yield made
    made.unwatch()
    signal.signal(signal.SIGINT, before)


def test_nothing_is_heeded_before_anybody_asks(interrupts: Interrupts) -> None:
    interrupts.heed()

    assert not interrupts.asked


def test_an_interrupt_is_raised_at_once(interrupts: Interrupts) -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert interrupts.asked


def test_one_that_gets_lost_is_raised_when_it_is_looked_for(interrupts: Interrupts) -> None:
    with suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        interrupts.heed()


def test_afterwards_it_is_whose_it_was(interrupts: Interrupts) -> None:
    interrupts.unwatch()

    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_that_others_handle_is_left_to_them() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    Interrupts().watch()
    handler = signal.signal(signal.SIGINT, before)

    assert handler is signal.SIG_IGN
