"""How an emulated store is set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from conformance.emulator.commerce.tax import TaxMode


@dataclass(frozen=True)
class Settings:
    """Everything that makes one emulator differ from another.

    `seed` decides all ids. `clock` "emulated" starts at `start` and moves one second per change, or when it is
    told to; "system" is the machine's. `rate_quota` requests are allowed per 30 seconds of that clock. `control`
    opens `/_emulator/`; `journal` is how many exchanges it keeps; `seed_file` is the path of a YAML file with what
    the store has. `anti_forgery` refuses a change from a storefront session without its `x-sf-csrf-token`, or from a
    page of another site; `allowed_origins` are the sites whose pages may use the storefront face (CORS).
    `spam_check` asks each shopper of a new checkout to prove to be no robot.
    Stores side by side differ in `id_space`, so that the same seed gives each its own ids.
    """

    store_hash: str = "emulator"
    token: str = "emulator-token"  # noqa: S105 - the made-up token of a made-up store
    read_only_token: str = "emulator-read-only-token"  # noqa: S105 - same
    database: str = ":memory:"
    tax_mode: TaxMode = "exclusive"
    tax_rate: Decimal = Decimal("0.0825")
    faults: tuple[str, ...] = ()
    liberties: tuple[str, ...] = ()
    seed: int = 0
    clock: Literal["emulated", "system"] = "emulated"
    start: datetime = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
    rate_quota: int = 1_000_000
    base_url: str = ""
    control: bool = True
    journal: int = 500
    seed_file: str = ""
    anti_forgery: bool = True
    allowed_origins: tuple[str, ...] = ()
    spam_check: bool = False
    id_space: str = ""
