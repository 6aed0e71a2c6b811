"""The shape of a target file, checked key by key: which tables and keys there are, and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from conformance.errors import UserMistake
from conformance.targets.positions import Positions
from conformance.targets.target import CAPABILITIES

_VARIABLE = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a key may hold: a word for the user, and the Python types that tomllib reads it as."""

    word: str
    types: tuple[type, ...]
    positive: bool = False

    def holds(self, value: object) -> bool:
        """Whether a value is of this kind. A bool is an int to Python, but not to a user."""
        if isinstance(value, bool) and bool not in self.types:
            return False
        if not isinstance(value, self.types):
            return False
        return not (self.positive and isinstance(value, int | float) and value <= 0)


TEXT = Kind("a string", (str,))
FLAG = Kind("true or false", (bool,))
WHOLE = Kind("a whole number above 0", (int,), positive=True)
NUMBER = Kind("a number above 0", (int, float), positive=True)
WHOLES = Kind("an array of whole numbers above 0", (list,))
OFFER = Kind("true, false, or the reason why the target lacks it", (bool, str))

_ADDRESS = (
    "first_name",
    "last_name",
    "email",
    "company",
    "address1",
    "address2",
    "city",
    "state_or_province",
    "state_or_province_code",
    "country",
    "country_code",
    "postal_code",
    "phone",
)
TABLES: Mapping[str, Mapping[str, Kind]] = {
    "target": {"name": TEXT, "description": TEXT, "allow_insecure": FLAG, "acknowledge_writes": FLAG},
    "server": {"url": TEXT, "store_hash": TEXT, "token": TEXT, "read_only_token": TEXT},
    "storefront": {"url": TEXT},
    "payments": {"url": TEXT},
    "orders": {"url": TEXT},
    "capabilities": dict.fromkeys(CAPABILITIES, OFFER),
    "fixtures": {
        "product_id": WHOLE,
        "variant_ids": WHOLES,
        "second_product_id": WHOLE,
        "digital_product_id": WHOLE,
        "coupon_code": TEXT,
        "gift_certificate_code": TEXT,
        "customer_id": WHOLE,
        "pickup_method_id": WHOLE,
        "declined_card": TEXT,
        "provision": FLAG,
    },
    "fixtures.shipping_address": dict.fromkeys(_ADDRESS, TEXT),
    "fixtures.test_card": {
        "number": TEXT,
        "cardholder_name": TEXT,
        "expiry_month": WHOLE,
        "expiry_year": WHOLE,
        "verification_value": TEXT,
    },
    "traffic": {"requests_per_window": WHOLE, "window_seconds": NUMBER, "timeout_seconds": NUMBER},
}


def checked(document: Mapping[str, Any], positions: Positions, env: Mapping[str, str]) -> dict[str, Any]:
    """The tables by their dotted names, variables put in; raises :class:`UserMistake` naming file and line."""
    tables = {name: _table(document, name) for name in TABLES}
    _refuse_unknown(document, tuple(name for name in TABLES if "." not in name), positions, ())
    for name, keys in TABLES.items():
        path = tuple(name.split("."))
        table = tables[name]
        if not isinstance(table, Mapping):
            raise UserMistake(f"`{name}` must be a table", positions.at(*path), f"write it as `[{name}]`")
        nested = tuple(other.split(".")[-1] for other in TABLES if other.startswith(f"{name}."))
        _refuse_unknown(table, (*keys, *nested), positions, path)
        tables[name] = {
            key: _value(value, keys[key], positions.at(*path, key), f"{name}.{key}", env)
            for key, value in table.items()
            if key in keys
        }
    return tables


def _table(document: Mapping[str, Any], name: str) -> Any:
    first, _, second = name.partition(".")
    table = document.get(first, {})
    return table.get(second, {}) if second and isinstance(table, Mapping) else table if not second else {}


def _refuse_unknown(
    table: Mapping[str, Any], known: tuple[str, ...], positions: Positions, path: tuple[str, ...]
) -> None:
    for key in table:
        if key not in known:
            where = f"`[{'.'.join(path)}]`" if path else "a target file"
            near = get_close_matches(key, known, n=1)
            mend = f"did you mean `{near[0]}`?" if near else f"it knows {', '.join(sorted(known))}"
            raise UserMistake(f"{where} knows no `{key}`", positions.at(*path, key), mend)


def _value(value: Any, kind: Kind, where: str, name: str, env: Mapping[str, str]) -> Any:
    fits = kind.holds(value) and (kind is not WHOLES or all(WHOLE.holds(each) for each in value))
    if not fits:
        raise UserMistake(f"`{name}` must be {kind.word}, not {_shown(value)}", where, "mend the value")
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: _from_environment(match.group(1), where, name, env), value)
    return value


def _from_environment(variable: str, where: str, name: str, env: Mapping[str, str]) -> str:
    value = env.get(variable, "")
    if not value:
        state = "is empty" if variable in env else "is not set"
        raise UserMistake(
            f"`{name}` needs the environment variable {variable or 'of no name'}, which {state}",
            where,
            f"export {variable}=... and run again" if variable else "write it as ${NAME}",
        )
    return value


def _shown(value: object) -> str:
    # A string is named but never shown: it may be a token in the wrong place.
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    words = {str: "a string", list: "an array", dict: "a table"}
    return next((word for kind, word in words.items() if isinstance(value, kind)), f"a {type(value).__name__}")
