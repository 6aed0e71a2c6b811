"""Everything that one process needs to judge a target, wired once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

import httpx

from conformance.api import ManagementApi, OrdersApi, PaymentsApi, ServerApi, StorefrontApi
from conformance.contract import load_specs
from conformance.errors import Trouble
from conformance.run.drawing import draw_nothing_from_source
from conformance.run.profiles import DEFAULT, PROFILES, Profile
from conformance.run.recording import RunRecordWriter
from conformance.run.witness import Witness
from conformance.targets import Target, open_wire
from conformance.targets.provisioning import Stock
from conformance.transport import Allowance, Chain, Masker, RequestContext, another_client, build_chain
from conformance.verdict import RecordWriter

# A cart that no store has: asking for it needs no data and no scope beyond carts.
NOBODYS_CART = "00000000-0000-4000-8000-000000000000"
REFUSALS_OF_ACCESS = {401, 403}


@dataclass(slots=True)
class Now:
    """What the process is doing at the moment; stamped on each exchange."""

    check: str = ""
    arranging: bool = False
    generated: str = ""

    def context(self) -> RequestContext:
        """The stamp for the next exchange."""
        return RequestContext(check=self.check, arranging=self.arranging, generated=self.generated)

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """While a check only prepares what it needs."""
        before, self.arranging = self.arranging, True
        try:
            yield
        finally:
            self.arranging = before


@dataclass(slots=True)
class Session:
    """An open run in this process. :meth:`close` writes the counts and gives everything back.

    ``allowance`` counts what may still be sent, ``None`` for no limit.
    """

    target: Target
    chain: Chain
    witness: Witness
    writer: RecordWriter
    masker: Masker
    seed: int
    part: str
    now: Now
    profile: Profile = PROFILES[DEFAULT]
    allowance: Allowance | None = None
    _clients: list[httpx.Client] = field(default_factory=list)
    _stock: Stock | None = None

    @property
    def depth(self) -> int:
        """How many times as many generated requests, and as long walks, as a plain run: 1, more for a release."""
        return self.profile.depth

    @property
    def used_up(self) -> str:
        """Why no further request can be sent; empty while there is room."""
        return self.allowance.used_up if self.allowance is not None else ""

    def reserve(self) -> int:
        """The requests to keep back: removing each thing made in the store, and one that is being made just now."""
        if not self.target.provision:
            return 0
        return 1 + (self._stock.made if self._stock is not None else 0)

    def client(self, *, keep_cookies: bool = False) -> httpx.Client:
        """A client over the transport chain; each shopper needs one of its own, since it keeps cookies."""
        client = another_client(self.chain, keep_cookies=keep_cookies)
        client.event_hooks["response"].append(self.witness.settle)
        self._clients.append(client)
        return client

    def server(self, token: str | None) -> ServerApi:
        """The server face with this token."""
        return ServerApi(self.client(), self.target.server_url, token)

    def storefront(self) -> StorefrontApi:
        """The storefront face in a fresh session that has visited nothing yet."""
        return StorefrontApi(self.client(keep_cookies=True), self.target.storefront_url)

    def orders(self) -> OrdersApi:
        """Reading orders."""
        return OrdersApi(self.client(), self.target.orders_url, self.target.token)

    def payments(self) -> PaymentsApi:
        """Paying orders."""
        target = self.target
        return PaymentsApi(self.client(), target.server_url, target.payments_url, target.token)

    @property
    def stock(self) -> Stock:
        """What may be used of the store."""
        if self._stock is None:
            target = self.target
            management = ManagementApi(self.client(), target.server_url, target.orders_url, target.token)
            # Codes are the same for the same seed and differ between parallel parts of one run.
            codes = random.Random(f"{self.seed}/{self.part}")  # noqa: S311 - codes, not secrets
            named = target.fixtures.named()
            self._stock = Stock(
                management, named, lambda: UUID(int=codes.getrandbits(128)), may_make=target.provision
            )
        return self._stock

    def trouble(self) -> str:
        """Why the target can't be judged at all; empty when it answers a plain read as it should."""
        try:
            with self.now.quietly():
                return refusal(self.target, self.client())
        except Trouble as trouble:
            return f"the target doesn't answer as it should: {trouble}"

    def close(self) -> None:
        """Removes what was made in the store, writes the counts, closes clients and files."""
        with ExitStack() as closing:
            # Backwards, and each whatever became of those before it.
            closing.callback(self.chain.close)
            for client in self._clients:
                closing.callback(client.close)
            closing.callback(self.writer.close)
            closing.callback(self.witness.close)
            if self._stock is not None:
                closing.callback(self._clear_stock, self._stock)

    def _clear_stock(self, stock: Stock) -> None:
        if self.allowance is not None:
            self.allowance.reserve = lambda: 0
        try:
            with self.now.quietly():
                stock.clear()
        except Trouble as trouble:
            # What was made stays in the store; the judgement doesn't hang on it.
            self.witness.note(f"what the run made in the store could not be removed: {trouble}")


def refusal(target: Target, client: httpx.Client) -> str:
    """What speaks against judging this target, learnt from one plain read; empty when nothing does."""
    answer = client.get(_plain_read(target), headers={"X-Auth-Token": target.token})
    if answer.status_code in REFUSALS_OF_ACCESS and not _may_write(target, client):
        return f"the target refuses the credentials with {answer.status_code}: is the token right, with its scopes?"
    if answer.is_server_error:
        return f"the target answers a plain read with {answer.status_code}"
    return ""


def _may_write(target: Target, client: httpx.Client) -> bool:
    """Whether the token opens the store for writing: then a refused read is the store's doing, and to be judged.

    A cart of nothing is refused by every store, and by a store that doesn't know the token for that reason.
    """
    if "server" not in target.capabilities:
        return False
    answer = client.post(f"{target.server_url}/carts", json={}, headers={"X-Auth-Token": target.token})
    return answer.is_success or (answer.is_client_error and answer.status_code not in REFUSALS_OF_ACCESS)


def _plain_read(target: Target) -> str:
    if "server" in target.capabilities:
        return f"{target.server_url}/carts/{NOBODYS_CART}"
    return f"{target.storefront_url}/api/storefront/carts"


def open_session(
    target: Target,
    directory: Path,
    seed: int,
    part: str,
    profile: Profile = PROFILES[DEFAULT],
    budget: int | None = None,
) -> Session:
    """A session that writes its part of the record into ``directory`` and sends at most ``budget`` requests."""
    draw_nothing_from_source()
    masker = Masker(target.secrets())
    writer = RunRecordWriter(directory / f"record-{part}.jsonl", masker.mask)
    witness = Witness(writer.write, load_specs(), target.bases())
    now = Now()
    probes: list[httpx.Client] = []
    allowance = None if budget is None else Allowance(budget)
    policy = target.traffic(prefix=part, probe=lambda: not refusal(target, probes[0]))
    policy = replace(policy, allowance=allowance)
    chain = build_chain(open_wire(target), witness.see, now.context, policy)
    probes.append(another_client(chain))
    session = Session(
        target=target,
        chain=chain,
        witness=witness,
        writer=writer,
        masker=masker,
        seed=seed,
        part=part,
        now=now,
        profile=profile,
        allowance=allowance,
    )
    if allowance is not None:
        allowance.reserve = session.reserve
    return session
