"""The catalogue as text: one requirement explained, all of them as JSON or Markdown, and pages for the docs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from conformance.requirements.known import WATCHED, Known

INDEX = "README.md"
SUITE = "../../conformance/suite"
# More cases than this are a table of their own, which the check itself shows best.
CASES_NAMED = 4
CASE = re.compile(r"^(?P<check>.*?)(?:\[(?P<case>.*)\])?$", re.DOTALL)


def explained(known: Known) -> str:
    """One requirement for the terminal: its statement, where it comes from, what checks it and what breaks it."""
    one = known.requirement
    lines = [f"{one.id}  ({one.level}, {one.surface}, {one.area})", f"  {one.statement}"]
    lines.append(f"  source:     {one.source.kind}: {one.source.ref}")
    lines.append(f"  evidence:   {one.evidence}")
    lines += [f"  capability: {one.capability}"] if one.capability else []
    lines += [f"  untestable: {one.untestable}"] if one.untestable else []
    lines += [f"  unshown:    does not apply where {one.unshown.reason}"] if one.unshown else []
    lines += ["  check:      a rule over every exchange"] if known.watched else []
    lines += [f"  check:      {check}" for check in known.checks]
    lines += [f"  fault:      {fault.name}: {fault.summary}" for fault in known.faults]
    return "\n".join(lines) + "\n"


def as_json(all_known: Iterable[Known]) -> str:
    """All of them, indented: a list of objects with the members of the catalogue, `checks`, `watched`, `faults`."""
    shown = [
        {
            **msgspec.to_builtins(known.requirement),
            "checks": known.checks,
            "watched": known.watched,
            "faults": msgspec.to_builtins(known.faults),
        }
        for known in all_known
    ]
    return msgspec.json.format(msgspec.json.encode(shown), indent=2).decode() + "\n"


def as_markdown(all_known: Iterable[Known]) -> str:
    """All of them as one Markdown table."""
    lines = ["| requirement | level | face | statement | checks | faults |", "|---|---|---|---|---:|---:|"]
    lines += [
        f"| `{one.id}` | {one.level} | {one.surface} | {_cell(one.statement)} | {_checked(known)} "
        f"| {len(known.faults)} |"
        for known in all_known
        for one in (known.requirement,)
    ]
    return "\n".join(lines) + "\n"


def pages(all_known: Sequence[Known]) -> Mapping[str, str]:
    """A page for each area and an index, by file name."""
    areas: dict[str, list[Known]] = {}
    for known in all_known:
        areas.setdefault(known.requirement.area, []).append(known)
    made = {page_of(area): _area_page(area, some) for area, some in areas.items()}
    return {INDEX: _index(areas), **made}


def page_of(area: str) -> str:
    """The file name of an area's page."""
    return re.sub(r"[^a-z0-9]+", "-", area.lower()).strip("-") + ".md"


def stale(stored: Mapping[str, str], made: Mapping[str, str]) -> tuple[str, ...]:
    """What differs between two sets of pages, by page and requirement: empty when nothing does."""
    differing = [name for name in sorted({*stored, *made}) if stored.get(name) != made.get(name)]
    return tuple(told for name in differing for told in _differences(name, stored.get(name), made.get(name)))


def _differences(name: str, stored: str | None, made: str | None) -> Iterator[str]:
    if stored is None or made is None:
        yield f"{name}: {'is missing' if stored is None else 'is about an area that there is not'}"
        return
    before, after = _sections(stored), _sections(made)
    for heading in dict.fromkeys([*before, *after]):
        if before.get(heading) != after.get(heading):
            yield f"{name}: {heading}"


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    named = (part.partition("\n") for part in parts[1:])
    return {"the beginning": parts[0], **{heading.strip("`"): rest for heading, _, rest in named}}


def _index(areas: Mapping[str, Sequence[Known]]) -> str:
    lines = [
        "# Requirements",
        "",
        "Written by `make pages`: every rule that the suite judges, with the checks that look for it and the faults",
        "that prove the checks. `checkout-conformance requirements ID` shows the same for one.",
    ]
    for area, some in areas.items():
        lines += ["", f"## {area}", "", "| requirement | level | face | checks | faults |", "|---|---|---|---:|---:|"]
        lines += [
            f"| [`{one.id}`]({page_of(area)}#{one.id}) | {one.level} | {one.surface} | {_checked(known)} "
            f"| {len(known.faults)} |"
            for known in some
            for one in (known.requirement,)
        ]
    return "\n".join(lines) + "\n"


def _area_page(area: str, some: Sequence[Known]) -> str:
    head = f"# {area}\n\nWritten by `make pages` from the catalogue, the suite and the emulator's faults.\n"
    return "\n".join([head, *("\n".join(_section(known)) for known in some)])


def _section(known: Known) -> Iterator[str]:
    one = known.requirement
    yield f"## `{one.id}`\n\n{one.statement}\n"
    yield f"- {one.level}, {one.surface}, evidence: {one.evidence}"
    yield f"- source: {one.source.kind}: {one.source.ref}"
    if one.capability:
        yield f"- needs a store with: {one.capability}"
    if one.untestable:
        yield f"- can't be tested: {one.untestable}"
    if one.unshown:
        yield f"- does not apply where {one.unshown.reason}"
    if known.watched:
        yield f"- check: a rule over {WATCHED}"
    for check, cases in _by_function(known.checks):
        path, _, name = check.partition("::")
        yield f"- check: [`{path}`]({SUITE}/{path}) `{name}`{_cases(cases)}"
    for fault in known.faults:
        yield f"- fault: `{fault.name}`: {fault.summary}"
    yield ""


def _by_function(checks: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for check in checks:
        parts = CASE.match(check)
        name, case = (parts["check"], parts["case"]) if parts else (check, None)
        found.setdefault(name, []).extend([case] if case else [])
    yield from found.items()


def _cases(cases: Sequence[str]) -> str:
    if not cases:
        return ""
    return f" ({', '.join(cases)})" if len(cases) <= CASES_NAMED else f" ({len(cases)} cases)"


def _checked(known: Known) -> str:
    if known.requirement.untestable:
        return "can't be tested"
    return " + ".join([*([WATCHED] if known.watched else []), *([str(len(known.checks))] if known.checks else [])])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
