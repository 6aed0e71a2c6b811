"""Sends generated requests for one operation to a staged checkout, through the same chain as everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import requests
from schemathesis.core.parameters import ParameterLocation

from conformance.api.storefront import ANTI_FORGERY_COOKIE, ANTI_FORGERY_HEADER
from conformance.contract import Operation, Specs, load_specs, request_violations
from conformance.errors import Trouble
from conformance.run import Session
from conformance.suite.arrange import Unarranged
from conformance.suite.properties.generation import Case, deviations, for_each_request, kwargs_of, operation_of
from conformance.suite.properties.staging import Stage, Standing
from conformance.transport import session_over

# Enough to reach every member of a request a few times; the deep runs draw more.
EXAMPLES = 12
# The coverage of one operation can have hundreds of breaches; the first of each kind come first.
DEVIATIONS = 40
JSON = "application/json"


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
        with self._generated("positive"):
            return self._send(self._case(self._plain_body()))

    def with_generated_requests(self, examples: int = EXAMPLES) -> Asked:
        """Requests that keep the documented form, with ids that exist."""
        answered: list[bool] = []
        troubles: list[Trouble | Unarranged] = []

        def act(case: Case) -> None:
            if troubles:
                return
            try:
                case.body = self.stage.standing.known.filled(case.body) if _has_body(case) else case.body
                answered.append(self._send(case).ok)
            except (Trouble, Unarranged) as trouble:
                # Hypothesis would take it for a failure of the request and try to shrink it.
                troubles.append(trouble)
            except requests.exceptions.RequestException:
                # What can't be put on the wire at all says nothing about the store.
                return

        with self._generated("positive"):
            for_each_request(self._schemathesis, self.run.seed, examples, act)
        if troubles:
            raise troubles[0]
        return Asked(len(answered), sum(answered))

    def with_deviations(self, most: int = DEVIATIONS) -> tuple[str, ...]:
        """The breaches of the documented body that were accepted although they should be refused, in words.

        Raises :class:`Unarranged` when the plain request is refused too: a refusal then has no known reason.
        """
        if not self.plainly().ok:
            raise Unarranged(f"{self.operation.where} refuses the documented request, so its refusals show nothing")
        self.stage.used(accepted=True)
        accepted: list[str] = []
        with self._generated("negative"):
            for deviation in islice(deviations(self._schemathesis), most):
                case = self._case(self.stage.standing.known.filled(deviation.body), deviation.media_type)
                response = self._send(case)
                if response.ok and self._breaks_form(response):
                    accepted.append(deviation.what)
        return tuple(accepted)

    @property
    def _schemathesis(self) -> Any:
        return operation_of(self.operation.document, self.operation.operation_id, self.run.seed)

    @contextmanager
    def _generated(self, mode: str) -> Iterator[None]:
        self.run.now.generated = mode
        try:
            yield
        finally:
            self.run.now.generated = ""

    def _plain_body(self) -> Any:
        body = self.operation.raw.get("requestBody", {}).get("content", {}).get(JSON, {})
        if "example" not in body:
            return None
        return self.stage.standing.known.filled(body["example"])

    def _case(self, body: Any, media_type: str | None = JSON) -> Case:
        given = {} if body is None else {"body": body, "media_type": media_type}
        case: Case = self._schemathesis.Case(**given)
        return case

    def _send(self, case: Case) -> requests.Response:
        standing = self.stage.standing
        template = {parameter.name: None for parameter in case.operation.path_parameters}
        case.path_parameters = standing.known.path_parameters(template)
        session = session_over(standing.client)
        kwargs = kwargs_of(case, self.run.target.bases()[self.operation.document])
        kwargs["headers"].update(self._credentials(standing))
        response = session.request(**kwargs)
        self.stage.used(accepted=response.ok)
        return response

    def _credentials(self, standing: Standing) -> Mapping[str, str]:
        if self.operation.document == "server":
            return {"X-Auth-Token": self.run.target.token}
        jar = standing.client.cookies.jar
        cookies = {cookie.name: cookie.value or "" for cookie in jar}
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return {"Cookie": header, ANTI_FORGERY_HEADER: cookies.get(ANTI_FORGERY_COOKIE, "")}

    def _breaks_form(self, response: requests.Response) -> bool:
        sent = response.request
        url, method = str(sent.url), str(sent.method)
        match = specs().match(method, url, self.run.target.bases())
        if match is None:
            return False
        body = sent.body.decode("utf-8", errors="replace") if isinstance(sent.body, bytes) else sent.body
        return bool(request_violations(match, method, url, tuple(sent.headers.items()), body))


def specs() -> Specs:
    """The documents that say what a request may look like."""
    return load_specs()


def _has_body(case: Case) -> bool:
    return ParameterLocation.BODY in (case.meta.components if case.meta is not None else {})
