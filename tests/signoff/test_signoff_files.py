"""Writing a sign-off: the files, their masking, and what happens when the disk refuses."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import IO, Any

import msgspec
import pytest
from run_records import RICH, TAX, exchange, failed, finding, judged, record

from conformance.errors import UserMistake
from conformance.signoff import WRITERS, write_reports, writing
from conformance.verdict import Exchange, Judgement, RunRecord
from conformance.verdict.values import Request, Response

NAMES = ["exchanges.har", "junit.xml", "report.html", "report.json", "report.md"]
# The escapes of HTML, XML, JSON, Markdown and the shell each change this one.
SECRET = "sw\"or<d>&f'ï\\sh|`"
SECRET_FORMS = [SECRET, json.dumps(SECRET)[1:-1], json.dumps(SECRET, ensure_ascii=False)[1:-1], "or&lt;d", "or<d"]


def unmasked(text: str) -> str:
    return text


def mask(text: str) -> str:
    return text.replace(SECRET, "<masked>").replace("4111111111111111", "<card>")


def leaky() -> RunRecord:
    """A run whose every text field holds the secret."""
    leak = Exchange(
        id="e1",
        check=f"check {SECRET}",
        surface=f"server {SECRET}",
        operation=f"op {SECRET}",
        request=Request(
            method="POST",
            url=f"http://store.test/?token={SECRET}",
            headers=(("X-Auth-Token", SECRET), ("Content-Type", "text/plain")),
            body=f"card 4111111111111111 {SECRET}",
        ),
        response=Response(status=200, headers=(("Set-Cookie", SECRET),), body=json.dumps({"a": SECRET})),
        trouble=f"trouble {SECRET}",
    )
    return record(
        failed(TAX, f"why {SECRET}"),
        finding(TAX, reason=f"saw {SECRET}"),
        msgspec.structs.replace(leak, response=Response(status=200, body=SECRET)),
        target={"name": SECRET},
        stopped=SECRET,
    )


def test_all_five_files_are_written(tmp_path: Path) -> None:
    written = write_reports(RICH, judged(RICH), tmp_path / "new" / "run", unmasked)

    assert sorted(path.name for path in written) == NAMES
    assert sorted(path.name for path in (tmp_path / "new" / "run").iterdir()) == NAMES


def test_written_files_hold_what_the_writers_render(tmp_path: Path) -> None:
    write_reports(RICH, judged(RICH), tmp_path, unmasked)

    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    archive = json.loads((tmp_path / "exchanges.har").read_text(encoding="utf-8"))
    assert report["verdict"] == "non-conformant"
    assert len(archive["log"]["entries"]) == len(RICH.exchanges)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", [*SECRET_FORMS, "4111111111111111"])
def test_no_form_of_a_secret_reaches_a_file(name: str, form: str, tmp_path: Path) -> None:
    run = leaky()

    write_reports(run, judged(run), tmp_path, mask)

    assert form not in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_masked_secret_is_seen_to_be_masked(name: str, tmp_path: Path) -> None:
    run = leaky()

    write_reports(run, judged(run), tmp_path, mask)

    assert "masked" in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_what_a_writer_adds_passes_the_mask_as_well(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(_record: RunRecord, _judgement: Judgement, file: IO[str]) -> None:
        file.write(SECRET)

    monkeypatch.setattr(writing, "WRITERS", {**WRITERS, name: careless})

    write_reports(RICH, judged(RICH), tmp_path, mask)

    assert (tmp_path / name).read_text(encoding="utf-8") == "<masked>"


def test_half_a_surrogate_pair_does_not_stop_a_report(tmp_path: Path) -> None:
    run = record(failed(TAX), finding(TAX, reason="saw \ud83d"), exchange(body="half \ud83d"))

    write_reports(run, judged(run), tmp_path, unmasked)

    assert (
        json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["evidence"][0]["response"]["body"]
        == "half ?"
    )


def fill_disk(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """A disk without room for these files: a write fails as the kernel's does, after some of it went through."""

    class Full(writing._MaskedText):
        def write(self, text: str, /) -> int:
            if any(name in str(self.name) for name in names):
                super().write(text[: len(text) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(text)

    monkeypatch.setattr(writing, "_MaskedText", Full)


@pytest.mark.parametrize("name", NAMES)
def test_a_disk_that_is_full_for_one_file_does_not_cost_the_others(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch, name)

    with pytest.raises(UserMistake, match="1 of 5 reports could not be written"):
        write_reports(RICH, judged(RICH), tmp_path, unmasked)

    assert sorted(path.name for path in tmp_path.iterdir()) == [one for one in NAMES if one != name]


def test_the_mistake_names_each_missing_file_the_place_and_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch, "report.html", "exchanges.har")

    with pytest.raises(UserMistake) as told:
        write_reports(RICH, judged(RICH), tmp_path, unmasked)

    assert "report.html (No space left on device), exchanges.har (No space left on device)" in told.value.what
    assert told.value.where == str(tmp_path)
    assert "make room" in told.value.mend


def test_a_failed_write_leaves_the_file_of_the_last_run_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.md").write_text("the last run", encoding="utf-8")
    fill_disk(monkeypatch, "report.md")

    with pytest.raises(UserMistake):
        write_reports(RICH, judged(RICH), tmp_path, unmasked)

    assert (tmp_path / "report.md").read_text(encoding="utf-8") == "the last run"


def test_a_directory_that_is_a_file_is_the_users_mistake(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("", encoding="utf-8")

    with pytest.raises(UserMistake, match="5 of 5 reports"):
        write_reports(RICH, judged(RICH), tmp_path / "run", unmasked)


def test_a_bug_in_one_writer_does_not_cost_the_others_and_is_not_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(writing, "WRITERS", {**WRITERS, "report.json": broken})

    with pytest.raises(ZeroDivisionError):
        write_reports(RICH, judged(RICH), tmp_path, unmasked)

    assert sorted(path.name for path in tmp_path.iterdir()) == [n for n in NAMES if n != "report.json"]
