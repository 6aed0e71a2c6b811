"""Sends generated requests for one operation to a staged checkout, through the same chain as everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

import requests
from schemathesis.core.parameters import ParameterLocation

from conformance.api.storefront import ANTI_FORGERY_COOKIE, ANTI_FORGERY_HEADER
from conformance.contract import Operation, is_beyond_doubt
from conformance.errors import Trouble
from conformance.run import Session
from conformance.suite.arrange import Unarranged
from conformance.suite.properties.generation import (
    Case,
    Deviation,
    deviations,
    for_each_request,
    kwargs_of,
    of_another_kind,
    operation_of,
)
from conformance.suite.properties.staging import COMPLETE, Stage, Standing
from conformance.transport import session_over

# Enough to reach every member of a request a few times; a release draws more.
EXAMPLES = 12
# In other states than the complete one, which most requests are made for.
EXAMPLES_ELSEWHERE = 4
# The coverage of one operation can have hundreds of breaches; the first of each kind come first.
DEVIATIONS = 40
JSON = "application/json"
# The members that the vendor's own documents require in requests, on both faces.
REQUIRED = frozenset(
    {
        "amount", "cost", "countryCode", "country_code", "currencyCode", "customer_message", "discounted_amount",
        "display_name", "email", "fees", "ids", "itemId", "item_id", "key", "name", "namespace", "permission_set",
        "productId", "product_id", "quantity", "recipient", "sender", "source", "theme", "type", "value",
    }
)  # fmt: skip
# What the goods and addresses of a request stand in.
WHOLES = frozenset({"line_items", "lineItems", "line_item", "lineItem", "address"})


@dataclass(frozen=True, slots=True)
class Asked:
    """How many generated requests were answered, and how many of them accepted."""

    answered: int
    accepted: int


@dataclass(slots=True)
class Asking:
    """Asks one operation, each time on a checkout that stands ready for it."""

    operation: Operation
    run: Session
    stage: Stage

    def plainly(self) -> requests.Response:
        """The documented example with ids that exist."""
        return self._send(self._case(self._plain_body()), "positive")

    def with_generated_requests(self) -> Asked:
        """Requests that keep the documented form, with ids that exist."""
        examples = EXAMPLES if self.stage.state == COMPLETE else EXAMPLES_ELSEWHERE
        answered: list[bool] = []
        troubles: list[Trouble | Unarranged] = []

        def act(case: Case) -> None:
            if troubles:
                return
            try:
                case.body = self.stage.standing.known.filled(case.body) if _has_body(case) else case.body
                answered.append(self._send(case, "positive").ok)
            except (Trouble, Unarranged) as trouble:
                # Hypothesis would take it for a failure of the request and try to shrink it.
                troubles.append(trouble)
            except requests.exceptions.RequestException:
                # What can't be put on the wire at all says nothing about the store.
                return

        for_each_request(self._schemathesis, self.run.seed, examples * self.run.depth, act)
        if troubles:
            raise troubles[0]
        return Asked(len(answered), sum(answered))

    def with_deviations(self, most: int = DEVIATIONS) -> tuple[str, ...]:
        """The breaches of the documented body that were accepted although they should be refused, in words.

        Raises :class:`Unarranged` when the plain request is refused too: a refusal then has no known reason.
        """
        if not self.plainly().ok:
            raise Unarranged(f"{self.operation.where} refuses the documented request, so its refusals show nothing")
        return tuple(
            deviation.what
            for deviation in islice(self._real_deviations(), most * self.run.depth)
            if self._send(self._case(deviation.body, deviation.media_type), "negative").ok
        )

    def _real_deviations(self) -> Iterator[Deviation]:
        """Deviations with ids that exist, as far as they are still wrong then, and beyond doubt."""
        plain = self._plain_body()
        for deviation in chain(of_another_kind(plain, REQUIRED | WHOLES), deviations(self._schemathesis)):
            filled = replace(deviation, body=self.stage.standing.known.filled(deviation.body))
            if self._is_beyond_doubt(filled):
                yield filled

    @property
    def _schemathesis(self) -> Any:
        return operation_of(self.operation.document, self.operation.operation_id, self.run.seed)

    def _plain_body(self) -> Any:
        body = self.operation.raw.get("requestBody", {}).get("content", {}).get(JSON, {})
        if "example" not in body:
            return None
        return self.stage.standing.known.filled(body["example"])

    def _case(self, body: Any, media_type: str | None = JSON) -> Case:
        given = {} if body is None else {"body": body, "media_type": media_type}
        case: Case = self._schemathesis.Case(**given)
        return case

    def _send(self, case: Case, mode: str) -> requests.Response:
        standing = self.stage.standing
        template = {parameter.name: None for parameter in case.operation.path_parameters}
        case.path_parameters = standing.known.path_parameters(template)
        session = session_over(standing.client)
        kwargs = kwargs_of(case, self.run.target.bases()[self.operation.document])
        kwargs["headers"].update(self._credentials(standing))
        self.run.now.generated = mode
        try:
            response = session.request(**kwargs)
        finally:
            self.run.now.generated = ""
        self.stage.used(accepted=response.ok)
        return response

    def _credentials(self, standing: Standing) -> Mapping[str, str]:
        if self.operation.document == "server":
            return {"X-Auth-Token": self.run.target.token}
        jar = standing.client.cookies.jar
        cookies = {cookie.name: cookie.value or "" for cookie in jar}
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return {"Cookie": header, ANTI_FORGERY_HEADER: cookies.get(ANTI_FORGERY_COOKIE, "")}

    def _is_beyond_doubt(self, deviation: Deviation) -> bool:
        as_json = deviation.body is not None and deviation.media_type in (None, JSON)
        # An update without a member may mean that it stays as it is.
        required = REQUIRED if self.operation.method == "POST" else ()
        return as_json and is_beyond_doubt(self.operation, deviation.body, required)


def _has_body(case: Case) -> bool:
    return ParameterLocation.BODY in (case.meta.components if case.meta is not None else {})
