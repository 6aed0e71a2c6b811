"""Sees every exchange, whoever sent it: names its operation, checks it, writes it down."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec

from conformance.api.answer import parse
from conformance.contract import Match, Specs, drift, validate
from conformance.run.remembering import Remembering
from conformance.suite.documents import folded, folded_name
from conformance.suite.rules import ANSWERS, ORDERS, RULES, Rule, Sight
from conformance.suite.rules import WATCHED as BY_RULES
from conformance.suite.rules.answers import reply_of
from conformance.transport import exchange_ids
from conformance.verdict import Coverage, Drift, Exchange, Finding, Line, Tally

SERVER_ERROR = "server-error-free"
CONTRACT = ("response-status-is-documented", "response-content-type-is-documented", "response-body-matches-contract")
# Whatever is looked at on every exchange, beside the checks that pytest collects.
WATCHED = frozenset({*BY_RULES, *CONTRACT, SERVER_ERROR})
FIRST_SERVER_ERROR = 500
NOT_IMPLEMENTED = 501


class Witness:
    """Checks exchanges against the contract and the universal rules, and hands every line to ``write``.

    Findings of one kind are written once; how often they were seen is counted. ``bases`` maps spec documents
    to the URLs at which the target serves them.
    """

    def __init__(
        self,
        write: Callable[[Line], None],
        specs: Specs,
        bases: Mapping[str, str],
        rules: Mapping[str, Rule] = RULES | ORDERS,
    ) -> None:
        self._write = write
        self._specs = specs
        self._bases = bases
        self._rules = rules
        self._findings: Counter[tuple[str, str, str]] = Counter()
        self._drifts: Counter[tuple[str, str]] = Counter()
        self._looked_at: Counter[str] = Counter()
        self._statuses: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._latest: list[str] = []
        self._remembering = Remembering()

    def see(self, exchange: Exchange) -> None:
        """One exchange as it came off the wire."""
        match = self._specs.match(exchange.request.method, exchange.request.url, self._bases)
        if match is not None:
            exchange = msgspec.structs.replace(
                exchange, surface=match.operation.surface, operation=match.operation.operation_id
            )
        self._write(exchange)
        self._latest.append(exchange.id)
        if match is None or exchange.response is None or exchange.trouble:
            self._remembering.see(exchange, match, None)
            return
        self._statuses[exchange.surface, exchange.operation][str(exchange.response.status)] += 1
        self._check_contract(exchange, match)
        self._check_answer(exchange, match)
        self._check_rules(exchange, match, sight_of(exchange, match))

    def settle(self, response: httpx.Response) -> None:
        """The answer that the chain hands back in the end: a 5xx here is reproducible on a healthy store."""
        self._looked_at[SERVER_ERROR] += 1
        if response.status_code >= FIRST_SERVER_ERROR:
            match = self._specs.match(response.request.method, str(response.request.url), self._bases)
            if match and str(response.status_code) in match.operation.responses:
                return
            if match is None and response.status_code == NOT_IMPLEMENTED:
                # Documented for methods that the store has nowhere, such as PATCH.
                return
            where = _where(match) if match else response.request.method
            reason = f"answered {response.status_code}, twice, while the store was well"
            self.find(SERVER_ERROR, reason, where, exchange_ids(response))

    def find(self, requirement: str, reason: str, where: str, exchanges: tuple[str, ...] | None = None) -> None:
        """A breach of one requirement, shown by these exchanges or by the latest one."""
        self._findings[requirement, where, reason] += 1
        if self._findings[requirement, where, reason] == 1:
            shown = tuple(self._latest[-1:]) if exchanges is None else exchanges
            self._write(Finding(requirement=requirement, reason=reason, where=where, exchanges=shown))

    @property
    def found(self) -> set[str]:
        """The requirements that were seen broken."""
        return {requirement for requirement, _, _ in self._findings}

    def take_latest(self) -> tuple[str, ...]:
        """The ids of the exchanges since this was last asked: those of one check."""
        taken = tuple(self._latest)
        self._latest.clear()
        return taken

    @property
    def latest(self) -> tuple[str, ...]:
        """The ids of the exchanges since they were last taken."""
        return tuple(self._latest)

    def cite(self, exchanges: tuple[str, ...]) -> None:
        """Earlier exchanges that the check at hand looks at."""
        self._latest += [each for each in exchanges if each not in self._latest]

    def note(self, what: str) -> None:
        """Something that whoever reads the report should know, without weight in the judgement."""
        self._write(Drift(what=what, where="run", exchange=""))

    def close(self) -> None:
        """Writes what was counted: how often findings and drifts were seen again, tallies, coverage."""
        for (requirement, where, reason), count in self._findings.items():
            if count > 1:
                self._write(Finding(requirement=requirement, reason=reason, where=where, count=count - 1))
        for (what, where), count in self._drifts.items():
            if count > 1:
                self._write(Drift(what=what, where=where, exchange="", count=count - 1))
        for requirement, looked_at in sorted(self._looked_at.items()):
            self._write(Tally(requirement=requirement, looked_at=looked_at))
        for (surface, operation), statuses in sorted(self._statuses.items()):
            self._write(Coverage(surface=surface, operation=operation, statuses=dict(sorted(statuses.items()))))

    def _check_contract(self, exchange: Exchange, match: Match) -> None:
        self._looked_at.update(CONTRACT)
        where = _where(match)
        for violation in validate(exchange, match):
            self.find(violation.requirement, violation.reason, where, (exchange.id,))
        for what in drift(exchange, match):
            self._drifts[what, where] += 1
            if self._drifts[what, where] == 1:
                self._write(Drift(what=what, where=where, exchange=exchange.id))

    def _check_answer(self, exchange: Exchange, match: Match) -> None:
        reply = reply_of(exchange)
        if reply is None:
            return
        for requirement, rule in ANSWERS.items():
            reasons = rule(reply)
            if reasons is None:
                continue
            self._looked_at[requirement] += 1
            for reason in reasons:
                self.find(requirement, reason, _where(match), (exchange.id,))

    def _check_rules(self, exchange: Exchange, match: Match, sight: Sight | None) -> None:
        for agreement in self._remembering.see(exchange, match, sight):
            self._looked_at[agreement.requirement] += 1
            for aspect in agreement.differing:
                reason = f"two answers about an unchanged purchase differ: {aspect}"
                self.find(agreement.requirement, reason, _where(match), agreement.exchanges)
        if sight is None:
            return
        for requirement, rule in self._rules.items():
            reasons = rule(sight)
            if reasons is None:
                continue
            self._looked_at[requirement] += 1
            for reason in reasons:
                self.find(requirement, reason, _where(match), (exchange.id,))


def sight_of(exchange: Exchange, match: Match) -> Sight | None:
    """What the rules see of an exchange; ``None`` unless it is an accepted answer with a JSON body."""
    response = exchange.response
    if response is None or not 200 <= response.status < 300 or not response.body:  # noqa: PLR2004 - the success class
        return None
    document = parse(response.body)
    wrapped = isinstance(document, dict) and "data" in document and match.operation.surface == "server"
    include = parse_qs(urlsplit(exchange.request.url).query).get("include", [])
    return Sight(
        surface=match.operation.surface,
        operation=match.operation.operation_id,
        path_parameters=match.path_parameters,
        include=frozenset(folded_name(part) for value in include for part in value.split(",")),
        document=folded(document["data"] if wrapped else document),
    )


def _where(match: Match) -> str:
    return match.operation.where
