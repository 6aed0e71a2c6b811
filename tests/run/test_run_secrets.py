"""No secret of a store reaches a file of a run, or the terminal: tokens, sessions, payment and redirect tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from judging import Bench, Run
from serving import Store, served

from conformance.emulator import Settings

SETTINGS = Settings(
    token="t0ken-0f-an0ther-st0re",
    read_only_token="read-0nly-t0ken-0f-an0ther-st0re",
    # Links that lead to another cart, so that a check quotes what it was given.
    faults=("redirect-urls-name-another-cart",),
)
COOKIE = re.compile(r"^set-cookie: ([^=]+)=([^;]+)", re.IGNORECASE | re.MULTILINE)
WEB_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
IN_A_LINK = re.compile(r"[?&]token=([^&\"\\]+)")
# Shorter values ("1", "true") say nothing, and stand everywhere.
TELLING = 8


def secrets_in(sent: Iterable[str], *tokens: str) -> set[str]:
    """Whatever a store handed out that opens something, beside the tokens that it was given."""
    told = "\n".join(sent)
    cookies = {value for _, value in COOKIE.findall(told) if len(value) >= TELLING}
    return {*tokens, *cookies, *WEB_TOKEN.findall(told), *IN_A_LINK.findall(told)}


def leaks(run: Run, secrets: set[str]) -> list[tuple[str, str]]:
    texts = {str(path.relative_to(run.directory)): path.read_bytes() for path in run.files}
    texts["what was said"] = run.said.encode()
    return [(name, secret) for name, text in texts.items() for secret in sorted(secrets) if secret.encode() in text]


@pytest.mark.slow
def test_no_secret_of_a_live_store_reaches_a_file(
    live_run: tuple[Run, tuple[str, ...]], live_store: tuple[Store, str]
) -> None:
    run, sent = live_run
    settings = live_store[0].settings
    secrets = secrets_in(sent, settings.token, settings.read_only_token)

    assert any(WEB_TOKEN.fullmatch(secret) for secret in secrets)
    assert len(secrets) > 10
    assert {path.suffix for path in run.files} >= {".jsonl", ".json", ".html", ".xml", ".md", ".har"}
    assert any("allure-results" in path.parts for path in run.files)
    assert leaks(run, secrets) == []


def test_what_a_failing_check_compares_does_not_leak(bench: Bench) -> None:
    store = Store(SETTINGS)
    with served(store) as url:
        run = bench.command("--target", bench.target(url, SETTINGS.token), "-k", "links or carried or wrong_token")
    secrets = secrets_in(store.sent, SETTINGS.token)

    assert run.code == 1
    assert len(secrets) > 2
    assert leaks(run, secrets) == []
