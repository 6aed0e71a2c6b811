"""Small run records, built from values, for the tests of the writers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from conformance.requirements import Catalogue, Evidence, Level, Requirement, Source, Surface
from conformance.verdict import (
    Check,
    Coverage,
    Drift,
    Exchange,
    Finding,
    Footer,
    Header,
    Judgement,
    Line,
    Request,
    Response,
    Result,
    RunRecord,
    Selection,
    judge,
)
from conformance.verdict.record import assemble

GREETING = "cart-is-found-by-id"
TAX = "checkout-total-adds-up"
TITLE = "error-body-has-a-title"


def requirement(slug: str, level: Level = Level.MUST, area: str = "cart") -> Requirement:
    return Requirement(
        id=slug,
        level=level,
        surface=Surface.SERVER,
        area=area,
        statement=f"What {slug} says.",
        source=Source("seed", "1"),
        evidence=Evidence.SCENARIO,
    )


CATALOGUE = Catalogue(
    MappingProxyType(
        {
            GREETING: requirement(GREETING),
            TAX: requirement(TAX, area="checkout"),
            TITLE: requirement(TITLE, level=Level.SHOULD, area="checkout"),
        }
    )
)


def check(slug: str, result: Result, reason: str = "", exchanges: tuple[str, ...] = ()) -> Check:
    return Check(check=f"suite/test_{slug}", requirements=(slug,), result=result, reason=reason, exchanges=exchanges)


def passed(slug: str) -> Check:
    return check(slug, Result.PASSED)


def failed(slug: str, reason: str = "it did not hold", exchanges: tuple[str, ...] = ()) -> Check:
    return check(slug, Result.FAILED, reason, exchanges)


def could_not_run(slug: str, reason: str = "the store answered 503") -> Check:
    return check(slug, Result.COULD_NOT_RUN, reason)


def not_applicable(slug: str, reason: str = "the target has no tax") -> Check:
    return check(slug, Result.NOT_APPLICABLE, reason)


def finding(
    slug: str, reason: str = "12.00 is not 10.00", exchanges: tuple[str, ...] = ("e1",), count: int = 1
) -> Finding:
    return Finding(requirement=slug, reason=reason, where="server getCheckout", exchanges=exchanges, count=count)


def exchange(name: str = "e1", body: str | None = '{"total":10.00}', trouble: str = "") -> Exchange:
    return Exchange(
        id=name,
        check="suite/test_total",
        surface="server",
        operation="getCheckout",
        started_at="2026-01-02T03:04:06Z",
        elapsed_ms=12.5,
        request=Request(
            method="GET",
            url="http://store.test/stores/abc/v3/checkouts/1?include=cart",
            headers=(("X-Auth-Token", "***"), ("Accept", "application/json")),
        ),
        response=Response(status=200, headers=(("Content-Type", "application/json"),), body=body),
        trouble=trouble,
    )


def unanswered(name: str = "e9") -> Exchange:
    return Exchange(
        id=name, request=Request(method="GET", url="http://store.test/"), trouble="the connection was reset"
    )


def record(
    *lines: Line, selected: Iterable[str] = (), stopped: str = "", target: dict[str, str] | None = None
) -> RunRecord:
    """A finished record of these lines; ``selected`` adds requirements that no check speaks for."""
    named = [slug for line in lines if isinstance(line, Check) for slug in line.requirements]
    header = Header(
        run="run-1",
        started_at="2026-01-02T03:04:05Z",
        target=target or {"name": "emulator", "server": "http://store.test"},
        profile="full",
        seed=7,
        version="0.1.0",
        catalogue_digest="sha256:aa",
        specs_digest="sha256:bb",
    )
    selection = Selection(requirements=tuple(dict.fromkeys([*named, *selected])), checks=len(named))
    return assemble([header, selection, *lines, Footer(finished_at="2026-01-02T03:05:00Z", stopped=stopped)])


def judged(run: RunRecord) -> Judgement:
    return judge(run, CATALOGUE)


@dataclass(frozen=True)
class Run:
    """A run and what it must come to: the verdict, its exit code, and requirements per status."""

    name: str
    record: RunRecord
    verdict: str
    exit_code: int
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, status: str) -> int:
        return self.counts.get(status, 0)


RUNS = [
    Run(
        "all requirements pass",
        record(passed(GREETING), passed(TAX), passed(TITLE), exchange()),
        "conformant",
        0,
        {"passed": 3},
    ),
    Run(
        "one MUST fails",
        record(passed(GREETING), failed(TAX), finding(TAX), passed(TITLE), exchange()),
        "non-conformant",
        1,
        {"passed": 2, "failed": 1},
    ),
    Run(
        "only a SHOULD fails",
        record(passed(GREETING), passed(TAX), failed(TITLE), finding(TITLE), exchange()),
        "conformant",
        0,
        {"passed": 2, "warned": 1},
    ),
    Run(
        "one could not be run",
        record(passed(GREETING), could_not_run(TAX), not_applicable(TITLE), unanswered()),
        "incomplete",
        3,
        {"passed": 1, "could-not-run": 1, "not-applicable": 1},
    ),
    Run(
        "nothing was executed",
        record(selected=(GREETING, TAX, TITLE)),
        "incomplete",
        3,
        {"could-not-run": 3},
    ),
    Run(
        "nothing applied",
        record(not_applicable(GREETING), not_applicable(TAX)),
        "incomplete",
        3,
        {"not-applicable": 2},
    ),
    Run("nothing was selected", record(), "incomplete", 3),
    Run(
        "stopped early",
        record(passed(GREETING), passed(TAX), exchange(), stopped="the request budget was used up"),
        "incomplete",
        3,
        {"passed": 2},
    ),
    Run(
        "one failed and one could not be run",
        record(failed(GREETING), finding(GREETING), could_not_run(TAX), exchange()),
        "non-conformant",
        1,
        {"failed": 1, "could-not-run": 1},
    ),
]

# Everything that a report can show, at once.
RICH = record(
    failed(GREETING, "a check's own words", ("e2",)),
    failed(TAX),
    finding(TAX, exchanges=("e1", "e2", "e3", "e1", "e4", "e5"), count=9),
    finding(TAX, reason="another reason", exchanges=("e1", "gone")),
    failed(TITLE),
    finding(TITLE),
    *(exchange(f"e{number}") for number in range(1, 6)),
    unanswered(),
    Coverage(surface="server", operation="getCheckout", statuses={"404": 1, "200": 5}),
    Coverage(surface="server", operation="createOrder", statuses={"422": 2}),
    Coverage(surface="storefront", operation="getCart", statuses={}),
    Drift(what="undocumented field `isFree`", where="server getCheckout", exchange="e1", count=4),
)
