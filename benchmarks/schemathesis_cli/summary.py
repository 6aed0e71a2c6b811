"""What a run of Schemathesis came to, read from its output and from the notes of our hooks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FAILURE = re.compile(r"^\s+❌ (ST\d+ .+): (\d+)$", re.MULTILINE)
LINKS = re.compile(r"API Links:\s+(\d+) covered / \d+ selected / (\d+) total")
CASES = re.compile(r"(\d+) generated")
# A finding stands under the headline of its operation, or of the walks.
HEADLINE_OR_FINDING = re.compile(r"^(?:_{3,} (?P<headline>.+?) _{3,}|- (?P<finding>ST\d+) .+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Note:
    """One request: the phase that made it, whether it kept the documented form, its operation and the status."""

    phase: str
    mode: str
    operation: str
    status: int

    @property
    def accepted(self) -> bool:
        """Whether it was answered with 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the success class


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one face; ``where`` tells the findings apart by operation and kind."""

    face: str
    exit_code: int
    cases: int
    findings: dict[str, int]
    links: tuple[int, int]
    positive: int
    positive_accepted: int
    missing: int
    reached_by_links: tuple[str, ...]
    never_accepted: tuple[str, ...]
    where: frozenset[str] = frozenset()

    @property
    def share(self) -> float:
        """The share of 2xx among the answers to requests that keep the documented form."""
        return self.positive_accepted / self.positive if self.positive else 0.0


def notes_in(text: str) -> list[Note]:
    """The notes of the hooks, one tab-separated line each."""
    rows = (line.split("\t") for line in text.splitlines() if line)
    return [Note(phase, mode, operation, int(status)) for phase, mode, operation, status in rows]


def summarise(face: str, exit_code: int, output: str, notes: Iterable[Note]) -> Summary:
    """Puts the figures together."""
    kept = list(notes)
    positive = [note for note in kept if note.mode == "positive"]
    accepted = Counter(note.operation for note in positive if note.accepted)
    links = LINKS.search(output)
    cases = CASES.search(output)
    walked = {note.operation for note in positive if note.phase == "link" and note.accepted}
    return Summary(
        face=face,
        exit_code=exit_code,
        cases=int(cases[1]) if cases else 0,
        findings={name: int(count) for name, count in FAILURE.findall(output)},
        links=(int(links[1]), int(links[2])) if links else (0, 0),
        positive=len(positive),
        positive_accepted=sum(accepted.values()),
        missing=sum(note.status == 404 for note in positive),  # noqa: PLR2004 - not found
        reached_by_links=tuple(sorted(walked)),
        never_accepted=tuple(sorted({note.operation for note in positive} - set(accepted))),
        where=frozenset(_located(face, output)),
    )


def _located(face: str, output: str) -> Iterator[str]:
    headline = ""
    for found in HEADLINE_OR_FINDING.finditer(output):
        headline = found["headline"] or headline
        if found["finding"]:
            yield f"{face} {headline} {found['finding']}"


def page(summaries: Iterable[Summary]) -> str:
    """The figures as a page."""
    lines = [
        "# Schemathesis on our documents",
        "",
        "Written by `make schemathesis`: Schemathesis' own command line with all its checks and phases, on our",
        "documents and the emulator. Requests are put onto checkouts that exist; a well-formed request may be",
        "refused for the reasons in `benchmarks/schemathesis_cli/refusals.py` and no others.",
        "",
        "| face | requests | findings | links followed | well-formed requests answered with 2xx | with 404 |",
        "|---|---|---|---|---|---|",
    ]
    kept = list(summaries)
    lines += [
        f"| {one.face} | {one.cases} | {sum(one.findings.values())} | {one.links[0]} of {one.links[1]} "
        f"| {one.share:.0%} ({one.positive_accepted} of {one.positive}) | {one.missing} |"
        for one in kept
    ]
    for one in kept:
        lines += ["", f"## {one.face}", ""]
        lines += [f"- finding: {name}: {count}" for name, count in one.findings.items()]
        lines.append(f"- operations accepted when a link led to them: {', '.join(one.reached_by_links)}")
        lines.append(f"- operations with no 2xx: {', '.join(one.never_accepted) or 'none'}")
    return "\n".join(lines) + "\n"
