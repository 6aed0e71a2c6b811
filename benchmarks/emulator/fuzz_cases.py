"""Generated requests for every operation of both faces, put onto checkouts that exist, as bytes."""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

import httpx
import hypothesis
import requests
from hypothesis import HealthCheck, Phase
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.generation.modes import GenerationMode

from benchmarks.emulator.fuzz_wire import written
from benchmarks.emulator.served import TOKEN
from conformance.api import ManagementApi, ServerApi, StorefrontApi
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.documents import folded_name
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.properties.generation import schema_of
from conformance.suite.properties.staging import Stage, Standing
from conformance.targets.provisioning import Lacking, Stock

RESTAGED = 4
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Settings and metafields of the whole store need no checkout.
NEEDS_NO_CHECKOUT = re.compile("Settings|CartsMetafields|PaymentsPost|PaymentMethods|AccessToken")


@dataclass(frozen=True)
class Sent:
    """A request, the face that it is for, and the checkout that it is about."""

    data: bytes
    face: str
    checkout_id: str
    operation: Any = None


@dataclass
class Cases:
    """Makes requests against the emulator at `base`."""

    base: str
    seed: int

    def of_all(self, most_covering: int, examples: int) -> Iterator[Sent]:
        """For each operation so many covering and so many random requests, well formed and not."""
        for face in ("server", "storefront"):
            schema = schema_of(face, self.seed)
            operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
            for operation in operations:
                yield from self._of(face, operation, most_covering, examples)

    def by_hand(self) -> Iterator[Sent]:
        """Requests to what the documents of the two faces don't describe: pages, orders, marketing, payments."""
        asks: tuple[tuple[str, str, Any], ...] = (
            ("GET", "/", None),
            ("GET", "/cart", None),
            ("GET", "/cart.php?action=load&id=a&token=b", None),
            ("GET", "/stores/emulator/v2/orders", None),
            ("PUT", "/stores/emulator/v2/orders/100", {"status_id": 2}),
            ("GET", "/stores/emulator/v2/orders/100/products", None),
            ("GET", "/stores/emulator/v2/coupons?limit=3", None),
            ("POST", "/stores/emulator/v2/coupons", {"name": "A", "code": "A", "type": "promotion", "amount": "1"}),
            ("GET", "/stores/emulator/v2/gift_certificates", None),
            ("GET", "/stores/emulator/v3/catalog/products?include=variants&limit=2", None),
            ("POST", "/stores/emulator/v3/catalog/products",
             {"name": "B", "type": "physical", "weight": 1, "price": 2, "variants": []}),
            ("GET", "/stores/emulator/v3/payments/methods?order_id=100", None),
            ("POST", "/stores/emulator/payments", {"payment": {"payment_method_id": "x", "instrument": {}}}),
        )  # fmt: skip
        for method, path, body in asks:
            headers = {"X-Auth-Token": TOKEN, "Authorization": "PAT a.b.c"}
            made = requests.Request(method, self.base + path, json=body, headers=headers).prepare()
            yield Sent(written(made), "pages", "")

    def _of(self, face: str, operation: Any, most_covering: int, examples: int) -> Iterator[Sent]:
        operation_id = operation.definition.raw.get("operationId", "")
        stage = None if NEEDS_NO_CHECKOUT.search(operation_id) else self._stage(face, operation_id)
        covering = (case for mode in MODES for case in _covering(operation, mode, most_covering // 2))
        drawn = (case for mode in MODES for case in _drawn(operation, mode, examples, self.seed))
        for number, case in enumerate((*covering, *drawn)):
            sent = self._sent(face, case, stage)
            if sent is not None:
                yield sent
                if stage is not None:
                    # What can be done once is staged anew now and then; each time would take most of the run.
                    stage.used(accepted=number % RESTAGED == 0)

    def _sent(self, face: str, case: Any, stage: Stage | None) -> Sent | None:
        standing = _standing(stage)
        known = standing.known if standing else None
        if known is not None and not case.meta.is_negative_at(ParameterLocation.PATH):
            there = known.values
            case.path_parameters = {
                name: str(there.get(folded_name(name), value)) for name, value in (case.path_parameters or {}).items()
            }
        if known is not None and not case.meta.is_negative_at(ParameterLocation.BODY):
            case.body = known.filled(case.body) if isinstance(case.body, dict | list) else case.body
        root = f"{self.base}/stores/emulator/v3" if face == "server" else f"{self.base}/api/storefront"
        with suppress(UnicodeError, ValueError, requests.exceptions.RequestException, TypeError):
            kwargs = case.as_transport_kwargs(base_url=root)
            kwargs.pop("cookies", None)
            kwargs["headers"].update(_credentials(face, standing))
            wanted = {key: kwargs.get(key) for key in ("method", "url", "headers", "params", "data", "json", "files")}
            data = written(requests.Request(**wanted).prepare())
            return Sent(data, face, str(known.values["checkout_id"]) if known else "")
        return None

    def _stage(self, face: str, operation_id: str) -> Stage:
        return Stage(operation_id, lambda: self._open(face), Arrange(self._stock, nullcontext), self._stock)

    @cached_property
    def _stock(self) -> Stock:
        store = f"{self.base}/stores/emulator"
        codes = random.Random(self.seed)  # noqa: S311 - codes, not secrets
        management = ManagementApi(httpx.Client(timeout=30), f"{store}/v3", f"{store}/v2", TOKEN)
        return Stock(management, {}, lambda: UUID(int=codes.getrandbits(128)), may_make=True)

    def _open(self, face: str) -> tuple[Face, httpx.Client]:
        client = httpx.Client(timeout=30)
        if face == "server":
            return ServerFace(ServerApi(client, f"{self.base}/stores/emulator/v3", TOKEN)), client
        storefront = StorefrontApi(client, self.base)
        storefront.open_session()
        return StorefrontFace(storefront), client


def _standing(stage: Stage | None) -> Standing | None:
    if stage is None:
        return None
    # A store whose settings an earlier request has changed may not offer everything any more.
    with suppress(Unarranged, Lacking):
        return stage.standing
    return None


def _credentials(face: str, standing: Standing | None) -> dict[str, str]:
    if face == "server":
        return {"X-Auth-Token": TOKEN}
    if standing is None:
        return {}
    cookies = {cookie.name: cookie.value or "" for cookie in standing.client.cookies.jar}
    written_down = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"Cookie": written_down, "x-sf-csrf-token": cookies.get("SF-CSRF-TOKEN", "")}


def _covering(operation: Any, mode: GenerationMode, most: int) -> list[Any]:
    config = operation.schema.config.generation_for(operation=operation)
    cases = operation.schema.iter_coverage_cases(operation, generation_modes=[mode], generation_config=config)
    return list(islice(cases, max(1, most)))


def _drawn(operation: Any, mode: GenerationMode, examples: int, seed: int) -> list[Any]:
    """Random requests; none where an operation has nothing that could be wrong."""
    made: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=max(1, examples), database=None, deadline=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(operation.as_strategy(generation_mode=mode))
    def draw(case: Any) -> None:
        made.append(case)

    with warnings.catch_warnings(), suppress(hypothesis.errors.Unsatisfiable, hypothesis.errors.InvalidArgument):
        warnings.simplefilter("ignore")
        draw()
    return made[: max(1, examples)]
