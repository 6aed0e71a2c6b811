"""Makes a :class:`Target` from what the user names: the emulator, or a TOML file.

A target file, whole (everything but `[target]` and one of `[server]` and `[storefront]` may be left out)::

    [target]
    name = "sandbox"
    description = "The team's sandbox store"
    acknowledge_writes = true          # the suite makes carts and orders there
    allow_insecure = false             # true: http for a host that is not this machine

    [server]
    url = "https://api.bigcommerce.com/stores/${BC_STORE_HASH}/v3"
    store_hash = "${BC_STORE_HASH}"    # left out: read from the url
    token = "${BC_TOKEN}"
    read_only_token = "${BC_READ_ONLY_TOKEN}"

    [orders]
    url = "https://api.bigcommerce.com/stores/${BC_STORE_HASH}/v2"       # left out: beside the server's

    [storefront]
    url = "https://sandbox.example.com"

    [payments]
    url = "https://payments.bigcommerce.com/stores/${BC_STORE_HASH}"

    [capabilities]
    payments = "no gateway in this sandbox"
    pickup = false

    [fixtures]
    provision = true                   # the suite may make coupons and gift certificates, and removes them
    product_id = 77
    variant_ids = [1, 2]
    second_product_id = 78
    digital_product_id = 79
    coupon_code = "TEN"
    gift_certificate_code = "ABC-123"
    pickup_method_id = 1              # a way to collect that the store offers
    customer_id = 11                  # a customer whose carts the suite may make
    declined_card = "4000000000000002" # a number that the gateway declines in test mode

    [fixtures.shipping_address]
    country_code = "US"
    postal_code = "78701"

    [fixtures.test_card]
    number = "4111111111111111"

    [traffic]
    requests_per_window = 100
    window_seconds = 30
    timeout_seconds = 30
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from conformance.errors import UserMistake
from conformance.targets.addresses import Address
from conformance.targets.embedded import (
    EMBEDDED,
    EMULATOR,
    embedded_target,
    refuse_unknown_faults,
    refuse_unknown_liberties,
)
from conformance.targets.positions import Positions, scan
from conformance.targets.shape import checked
from conformance.targets.target import (
    CAPABILITIES,
    TEST_CARD,
    TIMEOUT_SECONDS,
    WINDOW_SECONDS,
    Fixtures,
    Target,
)

_PLACE_OF_MISTAKE = re.compile(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)


def load_target(
    spec: str,
    faults: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    liberties: Sequence[str] = (),
) -> Target:
    """The target of that name; raises :class:`UserMistake` with the place and the mend of what is wrong.

    ``spec`` is ``emulator``, ``emulator-tax-inclusive`` or the path of a TOML file. ``faults`` and
    ``liberties`` are the embedded emulator's alone.
    """
    if spec in EMBEDDED:
        refuse_unknown_faults(faults)
        refuse_unknown_liberties(liberties)
        return embedded_target(tuple(faults), spec, tuple(liberties))
    _refuse_switching(spec, "--fault", "faults", faults)
    _refuse_switching(spec, "--liberty", "liberties", liberties)
    return _from_file(spec, os.environ if env is None else env)


def _refuse_switching(spec: str, option: str, kind: str, names: Sequence[str]) -> None:
    if names:
        raise UserMistake(
            f"{kind} ({', '.join(names)}) can't be switched on in {spec}",
            option,
            f"use the target `{EMULATOR}`, or leave the {kind} out",
        )


def _from_file(spec: str, env: Mapping[str, str]) -> Target:
    path = Path(spec)
    if not path.is_file():
        near = get_close_matches(spec, EMBEDDED, n=1)
        mend = f"did you mean `{near[0]}`?" if near else f"give `{EMULATOR}` or the path of a target file (TOML)"
        what = "is a directory" if path.is_dir() else "names no target: there is no such file"
        raise UserMistake(f"`{spec}` {what}", "--target", mend)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake(f"the target file can't be read: {error}", spec, "save it as UTF-8 text") from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_mistake(error, spec, text) from error
    positions = scan(spec, text)
    return _target(checked(document, positions, env), positions)


def _syntax_mistake(error: tomllib.TOMLDecodeError, file: str, text: str) -> UserMistake:
    match = _PLACE_OF_MISTAKE.match(str(error))
    what, line = (match.group(1), match.group(2)) if match else (str(error), None)
    place = f"{file}:{line or len(text.splitlines()) or 1}"
    return UserMistake(f"the target file is no valid TOML: {what}", place, "strings need quotes, tables brackets")


def _target(tables: Mapping[str, Any], positions: Positions) -> Target:
    stated, server, traffic = tables["target"], tables["server"], tables["traffic"]
    name = _needed(tables, positions, "target", "name", "sandbox")
    urls = _urls(tables, positions)
    absences = _absences(tables, urls)
    return Target(
        name=name,
        description=stated.get("description", ""),
        server_url=urls.get("server", ""),
        orders_url=urls.get("orders", ""),
        payments_url=urls.get("payments", ""),
        storefront_url=urls.get("storefront", ""),
        store_hash=server.get("store_hash") or Address.hash_in(urls.get("server", "")),
        token=_needed(tables, positions, "server", "token", "${BC_TOKEN}") if "server" in urls else "",
        read_only_token=server.get("read_only_token", ""),
        capabilities=frozenset(CAPABILITIES) - frozenset(absences),
        absences=absences,
        fixtures=_fixtures(tables),
        provision=tables["fixtures"].get("provision", False),
        quota=traffic.get("requests_per_window"),
        window_seconds=float(traffic.get("window_seconds", WINDOW_SECONDS)),
        timeout=float(traffic.get("timeout_seconds", TIMEOUT_SECONDS)),
    )


def _needed(tables: Mapping[str, Any], positions: Positions, table: str, key: str, example: str) -> str:
    value: str = tables[table].get(key, "").strip()
    if not value:
        raise UserMistake(
            f"`[{table}]` needs a `{key}`", positions.at(table), f'add `{key} = "{example}"` below `[{table}]`'
        )
    return value


def _urls(tables: Mapping[str, Any], positions: Positions) -> dict[str, str]:
    """The addresses that are given or follow from given ones, each allowed to be spoken to."""
    if not tables["server"] and not tables["storefront"]:
        raise UserMistake(
            "the target file has neither `[server]` nor `[storefront]`",
            positions.file,
            "add `[server]` with `url` and `token`, or `[storefront]` with `url`",
        )
    examples = {
        "server": "https://api.bigcommerce.com/stores/${BC_STORE_HASH}/v3",
        "storefront": "https://shop.example.com",
        "payments": "https://payments.bigcommerce.com/stores/${BC_STORE_HASH}",
        "orders": "https://api.bigcommerce.com/stores/${BC_STORE_HASH}/v2",
    }
    addresses = {
        table: Address.read(
            _needed(tables, positions, table, "url", example), positions.at(table, "url"), f"{table}.url"
        )
        for table, example in examples.items()
        if tables[table]
    }
    for address in addresses.values():
        address.refuse_insecure(allowed=tables["target"].get("allow_insecure", False))
        address.refuse_unacknowledged(
            acknowledged=tables["target"].get("acknowledge_writes", False), file=positions.at("target")
        )
    if "server" in addresses:
        addresses["server"].refuse_other_end("/v3")
    if "storefront" in addresses:
        addresses["storefront"].refuse_tail("/api/storefront")
    urls = {table: address.url for table, address in addresses.items()}
    if "server" in urls:
        urls.setdefault("orders", urls["server"].removesuffix("/v3") + "/v2")
    return urls


def _absences(tables: Mapping[str, Any], urls: Mapping[str, str]) -> dict[str, str]:
    absences = {
        "server": "the target file has no `[server]`",
        "storefront": "the target file has no `[storefront]`",
        "payments": "the target file has no `[payments]`",
    }
    absences = {name: reason for name, reason in absences.items() if name not in urls}
    for name, offer in tables["capabilities"].items():
        if offer is False:
            absences[name] = "the target file says that the target lacks it"
        elif isinstance(offer, str):
            absences[name] = offer.strip() or "the target file says that the target lacks it"
    return absences


def _fixtures(tables: Mapping[str, Any]) -> Fixtures:
    given = {key: value for key, value in tables["fixtures"].items() if key != "provision"}
    given["variant_ids"] = tuple(given.get("variant_ids", ()))
    return Fixtures(
        **given,
        shipping_address=tables["fixtures.shipping_address"],
        test_card={**TEST_CARD, **tables["fixtures.test_card"]},
    )
