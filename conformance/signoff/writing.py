"""Writes the sign-off into the run directory: masked, each file whole or not at all, none at another's cost."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import IO

from conformance.errors import UserMistake
from conformance.signoff import har, json_report, junit, markdown, page
from conformance.verdict.judgement import Judgement
from conformance.verdict.record import RunRecord
from conformance.verdict.texts import encodable, rewritten

Mask = Callable[[str], str]
Render = Callable[[RunRecord, Judgement], str]
Writer = Callable[[RunRecord, Judgement, IO[str]], None]


def _whole(render: Render) -> Writer:
    def write(record: RunRecord, judgement: Judgement, file: IO[str]) -> None:
        file.write(render(record, judgement))

    return write


WRITERS: Mapping[str, Writer] = {
    "report.json": _whole(json_report.render),
    "report.html": _whole(page.render),
    "junit.xml": _whole(junit.render),
    "report.md": _whole(markdown.render),
    "exchanges.har": har.stream,
}


def write_reports(record: RunRecord, judgement: Judgement, directory: Path, mask: Mask) -> tuple[Path, ...]:
    """Writes every format into ``directory`` and names the files.

    Texts are masked twice: as values, before a format's escapes can hide a secret from ``mask``, and as
    they go to the disk, which is the gate that nothing passes round. When some files can't be written the
    others still are; then one :class:`UserMistake` names those that are missing.
    """

    def masked(text: str) -> str:
        return mask(encodable(text))

    clean_record, clean_judgement = rewritten(record, masked), rewritten(judgement, masked)
    written: list[Path] = []
    lost: dict[str, OSError] = {}
    broken: list[Exception] = []
    for name, writer in WRITERS.items():
        try:
            _write(directory / name, partial(writer, clean_record, clean_judgement), mask)
        except OSError as error:
            lost[name] = error
        except Exception as error:  # noqa: BLE001 - a bug in one format must not cost the others
            broken.append(error)
        else:
            written.append(directory / name)
    if lost:
        raise _mistake(directory, lost)
    if broken:
        raise broken[0]
    return tuple(written)


class _MaskedText(io.TextIOWrapper):
    """A text file that masks whatever is written to it."""

    def __init__(self, path: Path, mask: Mask) -> None:
        super().__init__(path.open("wb"), encoding="utf-8", errors="replace", newline="\n")
        self._mask = mask

    def write(self, text: str, /) -> int:
        return super().write(self._mask(text))


def _write(path: Path, fill: Callable[[IO[str]], None], mask: Mask) -> None:
    """Fills a hidden neighbour of ``path`` and renames it: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _MaskedText(draft, mask) as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        _discard(draft)


def _discard(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        # The error that stopped the writing is the one to tell of.
        return


def _mistake(directory: Path, lost: Mapping[str, OSError]) -> UserMistake:
    told = ", ".join(f"{name} ({error.strerror or error})" for name, error in lost.items())
    return UserMistake(
        f"{len(lost)} of {len(WRITERS)} reports could not be written: {told}",
        str(directory),
        "make room there and see that the folder can be written to, then run again",
    )
