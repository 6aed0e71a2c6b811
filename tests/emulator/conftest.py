from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from emulator_driving import Store, opened


@pytest.fixture
def store() -> Iterator[Store]:
    made = opened()
    yield made
    made.wire.close()


@pytest.fixture
def server(store: Store) -> httpx.Client:
    return store.server()


@pytest.fixture
def browser(store: Store) -> httpx.Client:
    return store.browser()
