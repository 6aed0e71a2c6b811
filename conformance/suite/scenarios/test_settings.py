"""Settings of the whole store: what is read can be written back and stays. Nothing here changes a store."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.faces import ServerFace
from conformance.suite.scenarios.looking import changed_on, document
from conformance.targets.provisioning import Lacking

NO_SUCH_OPERATION = (404, 405)


@pytest.mark.requirement("settings-written-back-stay")
@pytest.mark.parametrize("of", ["carts", "checkouts"])
def test_settings_that_are_written_back_stay(server: ServerFace, arrange: Arrange, of: str) -> None:
    """Settings that are written as they were read are shown as before."""
    before = _settings(server, of)
    arrange.done(lambda: server.api.update_settings(of, before))
    after = document(server.api.get_settings(of))
    differing = sorted(name for name in before if after.get(name) != before[name])
    assert not differing, f"writing back the settings changed {', '.join(differing)}"


@pytest.mark.requirement("settings-leave-checkouts")
@pytest.mark.parametrize("of", ["carts", "checkouts"])
def test_settings_that_are_written_back_leave_checkouts(server: ServerFace, arrange: Arrange, of: str) -> None:
    """A finished checkout is as it was after the settings of the store were written back."""
    checkout = arrange.ready_to_order(server)
    before = _settings(server, of)
    arrange.done(lambda: server.api.update_settings(of, before))
    differing = changed_on(server, checkout)
    assert not differing, f"writing settings changed {', '.join(differing)}"


def _settings(server: ServerFace, of: str) -> dict[str, Any]:
    """The settings as they are; a store that has no such operation offers none."""
    answer = server.api.get_settings(of)
    if answer.status in NO_SUCH_OPERATION:
        raise Lacking(f"the store has no settings of {of}: {answer}")
    # What is empty may be no value that a setting takes.
    return {name: value for name, value in document(answer).items() if value not in ("", None)}
