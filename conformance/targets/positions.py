"""Where things stand in a TOML file, so that a mistake can be named by its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TABLE = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w.-]+(?:\s*\.\s*[\w-]+)*)\s*=""")
_MULTILINE = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class Positions:
    """The lines (from 1) of tables and keys by their dotted path."""

    file: str
    lines: Mapping[str, int]

    def at(self, *path: str) -> str:
        """``file.toml:12`` for a key, the line of its table when the key is not there, or the file alone."""
        for length in range(len(path), 0, -1):
            line = self.lines.get(".".join(path[:length]))
            if line is not None:
                return f"{self.file}:{line}"
        return self.file


def scan(file: str, text: str) -> Positions:
    """The positions in a text that is valid TOML, as far as a reader by lines sees them."""
    lines: dict[str, int] = {}
    table: tuple[str, ...] = ()
    within = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if within:
            within = "" if within in line else within
            continue
        if match := _TABLE.match(line):
            table = _path(match.group(1))
            lines.setdefault(".".join(table), number)
        elif match := _KEY.match(line):
            lines.setdefault(".".join((*table, *_path(match.group(1)))), number)
            within = next((quotes for quotes in _MULTILINE if line.count(quotes) == 1), "")
    return Positions(file, lines)


def _path(dotted: str) -> tuple[str, ...]:
    if dotted[:1] in {'"', "'"}:
        return (dotted[1:-1],)
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
