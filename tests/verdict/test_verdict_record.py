"""The run record on disk: written line by line, read back whole, honest about what is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import UserMistake
from conformance.verdict import (
    Check,
    Coverage,
    Drift,
    Exchange,
    Finding,
    Footer,
    Header,
    Line,
    RecordWriter,
    Request,
    Response,
    Result,
    Selection,
    Tally,
    read_record,
)
from conformance.verdict.record import BrokenRecord, assemble, read_lines

HEADER = Header(
    run="r",
    started_at="2026-01-02T03:04:05Z",
    target={"name": "emulator"},
    profile="full",
    seed=1,
    version="0",
    catalogue_digest="c",
    specs_digest="s",
)
EXCHANGE = Exchange(
    id="e1",
    request=Request(method="GET", url="http://store.test/", headers=(("Accept", "*/*"),)),
    response=Response(status=200, headers=(("A", "1"), ("a", "2")), body="ünïcode ☃ \u2028"),
)
LINES: list[Line] = [
    HEADER,
    Selection(requirements=("a-b", "c-d"), checks=2),
    EXCHANGE,
    Check(check="t", requirements=("a-b",), result=Result.PASSED),
    Finding(requirement="c-d", reason="r", where="w", exchanges=("e1",)),
    Drift(what="x", where="w", exchange="e1"),
    Tally(requirement="a-b", looked_at=2),
    Coverage(surface="server", operation="getCart", statuses={"200": 1}),
    Footer(finished_at="2026-01-02T03:05:00Z"),
]


def unmasked(text: str) -> str:
    return text


def written(path: Path, *lines: Line) -> Path:
    writer = RecordWriter(path, unmasked)
    for line in lines:
        writer.write(line)
    writer.close()
    return path


def test_every_kind_of_line_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = written(tmp_path / "record.jsonl", *LINES)

    assert read_lines(path) == LINES


def test_a_line_is_on_the_disk_before_the_next_is_written(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"

    writer = RecordWriter(path, unmasked)
    writer.write(HEADER)

    assert read_lines(path) == [HEADER]
    writer.close()


def test_the_mask_meets_every_line(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"

    writer = RecordWriter(path, lambda text: text.replace("hush", "***"))
    writer.write(Finding(requirement="a-b", reason="saw hush"))
    writer.close()

    assert "hush" not in path.read_text(encoding="utf-8")


def test_half_a_surrogate_pair_in_a_reason_does_not_stop_a_run(tmp_path: Path) -> None:
    path = written(tmp_path / "record.jsonl", Finding(requirement="a-b", reason="saw \ud83d"))

    assert read_lines(path) == [Finding(requirement="a-b", reason="saw ?")]


@pytest.mark.parametrize(
    "broken",
    [b"not json", b'{"kind":"unheard-of"}', b'{"kind":"finding"}', b"[]", b'{"kind":"check","check":"\xff"}'],
)
def test_a_broken_line_is_named(broken: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "record.jsonl", HEADER)
    path.write_bytes(path.read_bytes() + broken + b"\n" + b'{"kind":"footer","finished_at":""}\n')

    with pytest.raises(BrokenRecord) as told:
        read_lines(path)

    assert told.value.where == "record.jsonl:2"


def test_a_broken_last_line_that_was_written_to_its_end_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "record.jsonl", HEADER)
    path.write_bytes(path.read_bytes() + b"not json\n")

    with pytest.raises(BrokenRecord):
        read_lines(path)


LAST = b'{"kind":"finding","requirement":"a-b","reason":"\xc3\xbcber"}'


@pytest.mark.parametrize("kept", range(1, len(LAST)))
def test_a_last_line_cut_off_at_any_byte_is_passed_over(kept: int, tmp_path: Path) -> None:
    path = written(tmp_path / "record.jsonl", HEADER)
    path.write_bytes(path.read_bytes() + LAST[:kept])

    assert read_lines(path) == [HEADER]


def test_a_record_whose_footer_was_cut_off_says_that_it_was(tmp_path: Path) -> None:
    path = written(tmp_path / "record.jsonl", *LINES)
    path.write_bytes(path.read_bytes()[:-5])

    assert read_record([path]).stopped == "the record has no footer: the run was cut off"


@pytest.mark.parametrize("lines", [[], [EXCHANGE], [HEADER, HEADER]], ids=["empty", "headless", "two"])
def test_a_record_has_exactly_one_header(lines: list[Line]) -> None:
    with pytest.raises(BrokenRecord, match="a record has one header"):
        assemble(lines)


def test_a_broken_record_is_the_users_mistake() -> None:
    assert issubclass(BrokenRecord, UserMistake)


def test_parts_of_several_workers_make_one_record(tmp_path: Path) -> None:
    first = written(tmp_path / "1.jsonl", HEADER, Tally(requirement="a-b", looked_at=2))
    second = written(
        tmp_path / "2.jsonl",
        Tally(requirement="a-b", looked_at=3),
        Selection(requirements=("a-b",), checks=4),
        Footer(finished_at="now"),
    )

    record = read_record([first, second])

    assert (record.tallies, record.selected, record.collected, record.stopped) == ({"a-b": 5}, ("a-b",), 4, "")


def test_equal_findings_are_one_with_the_whole_count_and_the_first_exchanges() -> None:
    first = Finding(requirement="a-b", reason="r", where="w", exchanges=("e1",), count=2)
    again = Finding(requirement="a-b", reason="r", where="w", exchanges=("e2",))
    elsewhere = Finding(requirement="a-b", reason="r", where="elsewhere")

    record = assemble([HEADER, first, again, elsewhere])

    assert [(one.where, one.count, one.exchanges) for one in record.findings] == [
        ("w", 3, ("e1",)),
        ("elsewhere", 1, ()),
    ]


def test_equal_drifts_are_one_with_the_whole_count() -> None:
    drift = Drift(what="x", where="w", exchange="e1", count=2)

    (merged,) = assemble([HEADER, drift, Drift(what="x", where="w", exchange="e2")]).drifts

    assert (merged.exchange, merged.count) == ("e1", 3)


def test_coverage_of_one_operation_is_summed_by_status() -> None:
    first = Coverage(surface="server", operation="getCart", statuses={"200": 1})
    second = Coverage(surface="server", operation="getCart", statuses={"200": 2, "404": 1})

    (coverage,) = assemble([HEADER, first, second]).coverage

    assert coverage.statuses == {"200": 3, "404": 1}


@pytest.mark.parametrize(("name", "value"), [("A", "1"), ("a", "1"), ("B", None)])
def test_a_header_is_found_by_its_name_in_any_case(name: str, value: str | None) -> None:
    response = Response(status=200, headers=(("A", "1"), ("a", "2")))

    assert response.header(name) == value
