"""The page ``docs/fidelity.md``: numbers, tables, and what survives for which reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.fidelity.measuring import Accepted, Noticed, Tally
from benchmarks.fidelity.mutations import KINDS
from benchmarks.fidelity.published import Standing
from benchmarks.fidelity.recordings import LeftOut
from benchmarks.fidelity.tables import Explained, Mistake

# The goals of the project, in percent.
GOAL_REQUIRED = 99.0
GOAL_EVERYTHING = 97.0

_MOST_COMPLAINTS = 8


@dataclass(frozen=True)
class Findings:
    """Everything that one run of the bench saw."""

    accepted: tuple[Accepted, ...]
    left_out: tuple[LeftOut, ...]
    noticed: Noticed
    explained: Explained
    granted: Explained
    as_published: Standing
    mended: Standing

    @property
    def answers(self) -> int:
        """Real answers that were held against the contract."""
        return sum(each.answers for each in self.accepted)

    @property
    def accepted_answers(self) -> int:
        """Those that keep it."""
        return sum(each.accepted for each in self.accepted)

    @property
    def drifting(self) -> int:
        """Those with something that it doesn't describe."""
        return sum(each.drifting for each in self.accepted)

    def failures(self) -> tuple[str, ...]:
        """What is not as it should be; nothing when all goals are reached and each survivor has a reason."""
        found = [breach for each in self.accepted for breach in each.breaches]
        if self.drifting:
            found.append(f"{self.drifting} real answers hold something that the contract doesn't describe")
        for name, tally, goal in (
            ("required structure", self.noticed.required, GOAL_REQUIRED),
            ("all mistakes", self.noticed.everything, GOAL_EVERYTHING),
        ):
            if tally.share < goal:
                found.append(f"{name}: {tally.share:.2f} % noticed, the goal is {goal:.0f} %")
        found += [
            f"no reason why this may go unnoticed: {each.document} {each.place}, {each.kind}"
            for each in self.explained.unexplained
        ]
        if self.noticed.disputed:
            found.append(f"the validators disagree on {self.noticed.disputed} kinds of mistakes")
        return tuple(found)


def summary_of(findings: Findings) -> str:
    """A few lines for the terminal."""
    noticed = findings.noticed
    lines = [
        f"real answers      {findings.accepted_answers} of {findings.answers} accepted, {findings.drifting} drifting",
        f"left out          {len(findings.left_out)}",
        f"mistakes          in {noticed.bodies} distinct bodies",
        f"  required        {_of(noticed.required)} noticed",
        f"  all             {_of(noticed.everything)} noticed",
        f"legitimate        {sum(noticed.variants.values())} variants, {noticed.variants_refused} of them refused",
        f"survivors         {len(noticed.survivors)} kinds at places",
        f"  unexplained     {len(findings.explained.unexplained)}, stale reasons {len(findings.explained.stale)}",
        f"published as is   {_standing(findings.as_published)}",
        f"published, mended {_standing(findings.mended)}",
    ]
    lines += [f"stale: {entry.name}" for entry in (*findings.explained.stale, *findings.granted.stale)]
    lines += [f"not as it should be: {failure}" for failure in findings.failures()]
    return "\n".join(lines)


def page_of(findings: Findings) -> str:
    """The whole page."""
    parts = (
        _opening(findings),
        _accepts(findings),
        _rejects(findings.noticed),
        _variants(findings),
        _survivors(findings),
        _published(findings),
        _running(),
    )
    return "\n\n".join(parts) + "\n"


def _opening(findings: Findings) -> str:
    noticed = findings.noticed
    rows = [
        ("Real answers accepted", f"{findings.accepted_answers} of {findings.answers}", "all"),
        ("Real answers with something undescribed", str(findings.drifting), "0"),
        ("Mistakes in required structure noticed", _of(noticed.required), f"{GOAL_REQUIRED:.0f} %"),
        ("All mistakes noticed", _of(noticed.everything), f"{GOAL_EVERYTHING:.0f} %"),
    ]
    return (
        "# How true the contract is\n\n"
        "A contract is worth what reality thinks of it: it must accept every real answer, and notice when one is\n"
        "spoiled. Both are measured here on answers of real stores, which don't travel with the repository.\n\n"
        + _table(("Measured", "Result", "Goal"), rows)
    )


def _accepts(findings: Findings) -> str:
    rows = [(each.operation, str(each.answers), str(each.accepted), str(each.drifting)) for each in findings.accepted]
    reasons = Counter((each.reason, each.request) for each in findings.left_out)
    left_out = [(reason, request, str(count)) for (reason, request), count in sorted(reasons.items())]
    return (
        "## Real answers\n\n"
        "*Drifting* counts answers with a member or listed value that the contract doesn't describe.\n"
        "An answer whose exact request is unknown is held against each operation that its source speaks of.\n\n"
        + _table(("Operation and status", "Answers", "Accepted", "Drifting"), rows)
        + "\n\nLeft out:\n\n"
        + _table(("Why", "Request", "Answers"), left_out)
    )


def _rejects(noticed: Noticed) -> str:
    known = [kind for kind in KINDS if kind in noticed.by_kind]
    rows = [
        (kind, *_cells(noticed.by_kind[kind]), *_cells(noticed.required_by_kind.get(kind, Tally()))) for kind in known
    ]
    documents = [(name, *_cells(tally)) for name, tally in sorted(noticed.by_document.items())]
    return (
        "## Mistakes\n\n"
        f"Every place of {noticed.bodies} distinct bodies is spoiled in every way that it has room for, one at a\n"
        "time: members dropped, values of each other JSON type, numbers negated, ids and quantities made\n"
        "fractional, UUIDs and moments broken, identifiers emptied, listed values replaced by unknown ones.\n"
        "*Required structure* are drops and wrong types where real answers had the member on each of at least\n"
        "three occasions; the recordings say that, not the contract.\n\n"
        + _table(("Mistake", "All", "Noticed", "%", "Required", "Noticed", "%"), rows)
        + "\n\n"
        + _table(("Kind of document", "All", "Noticed", "%"), documents)
    )


def _variants(findings: Findings) -> str:
    rows = [(kind, source, str(count)) for (kind, source), count in sorted(findings.noticed.variants.items())]
    granted = [
        (entry.document, _places(entry.places), ", ".join(entry.kinds), entry.why)
        for entry, _ in findings.granted.covered
    ]
    return (
        "## Legitimate variants\n\n"
        "A spoiled body that looks like another real answer is no mistake, and a contract that minded it would\n"
        "raise false alarms. Such mutations are counted apart, whether noticed or not, and only for one of these:\n\n"
        "- *recorded*: a real answer shows that form at that place (absent, null, another scalar type, an empty\n"
        "  text, a negative or fractional number). An object or list is never evidence for one of other content.\n"
        "- *documented*: the recorded value is null, and the vendor's document names the scalar type put there.\n"
        "- *granted*: one of the few places below.\n\n"
        + _table(("Mutation", "Evidence", "Count"), rows)
        + f"\n\nThe contract refuses {findings.noticed.variants_refused} of them.\n\n"
        + _table(("Document", "Places", "Mutation", "Why"), granted)
    )


def _survivors(findings: Findings) -> str:
    counts = findings.noticed.survivors
    rows = [
        (entry.document, _places(_distinct_places(found)), ", ".join(_kinds(found)), _sum(counts, found), entry.why)
        for entry, found in findings.explained.covered
    ]
    text = (
        "## What goes unnoticed, and why it may\n\n"
        "Kept in `benchmarks/fidelity/survivors.yaml`; a survivor without a reason fails the bench.\n\n"
        + _table(("Document", "Places", "Mistake", "Count", "Why"), rows)
    )
    if findings.explained.unexplained:
        missing = [(each.document, f"`{each.place}`", each.kind) for each in findings.explained.unexplained]
        text += "\n\nWithout a reason:\n\n" + _table(("Document", "Place", "Mistake"), missing)
    return text


def _published(findings: Findings) -> str:
    noticed = findings.noticed
    own = (
        "this contract", str(noticed.bodies), "0", "0", str(noticed.bodies),
        _of(noticed.required), _of(noticed.everything),
    )  # fmt: skip
    rows = [own]
    for name, each in (("published, as it is", findings.as_published), ("published, mended", findings.mended)):
        shares = (_of(each.required), _of(each.everything)) if each.accepted else ("nothing to measure",) * 2
        rows.append((name, str(each.bodies), str(each.undescribed), str(each.unusable), str(each.accepted), *shares))
    complaints = [
        (reason, str(count))
        for reason, count in sorted(findings.mended.complaints.items(), key=lambda each: (-each[1], each[0]))
    ]
    heads = ("Document", "Bodies", "Not described", "Unusable", "Accepted", "Required structure", "All mistakes")
    return (
        "## Beside the vendor's published documents\n\n"
        "The same distinct bodies against the published OpenAPI documents; mistakes only in the bodies that each\n"
        "accepts. Phone numbers have the pattern `(x\\d{1-5})?` there. ECMA-262 with Unicode semantics, as JSON\n"
        "Schema recommends it, takes `{1-5}` for an error, and so do many engines: a schema that holds it is of no\n"
        "use. *Mended* reads it as `{1,5}`. (An engine that takes it literally refuses the same bodies as the\n"
        "mended documents, for the reasons below.)\n\n"
        + _table(heads, rows)
        + "\n\nWhat the mended documents mind most in real answers:\n\n"
        + _table(("Complaint", "Bodies"), complaints[:_MOST_COMPLAINTS])
    )


def _running() -> str:
    return (
        "## Run it\n\n"
        "```\npython -m benchmarks.fidelity\n```\n\n"
        "It needs the recordings in `../shared/reference` and rewrites this page. Exit code 0: all goals\n"
        "reached and every survivor has a reason; 1: not so; 2: there are no recordings."
    )


def _of(tally: Tally) -> str:
    return f"{tally.share:.2f} % ({tally.noticed} of {tally.total})"


def _standing(each: Standing) -> str:
    shares = f", {_of(each.everything)} of mistakes noticed" if each.accepted else ""
    return f"{each.accepted} of {each.bodies} bodies accepted, {each.unusable} with an unusable schema{shares}"


def _cells(tally: Tally) -> tuple[str, str, str]:
    return (str(tally.total), str(tally.noticed), f"{tally.share:.2f}") if tally.total else ("", "", "")


def _distinct_places(mistakes: Iterable[Mistake]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.place for each in mistakes))


def _kinds(mistakes: Iterable[Mistake]) -> Iterator[str]:
    yield from dict.fromkeys(each.kind for each in mistakes)


def _places(places: Iterable[str]) -> str:
    return ", ".join(f"`{place}`" for place in places)


def _sum(counts: Mapping[Mistake, int], found: Iterable[Mistake]) -> str:
    return str(sum(counts[each] for each in found))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)
