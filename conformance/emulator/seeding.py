"""Seed files: YAML that says what a store has, read strictly, refused with the line and the member.

The members are those of the store's own values (`commerce`): `catalog`, `coupons`, `gift_certificates`, `customers`,
`shipping_zones`, `pickup_methods`, `gift_wraps`, `tax`. A section that is left out keeps what the demo store has; an
empty one is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct
from msgspec.inspect import ListType, Metadata, StructType, UnionType, VarTupleType, type_info

from conformance.emulator.commerce.catalog import Product, WrappingPaper
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.promotions import Promotion
from conformance.emulator.commerce.shipping import PickupMethod, Zone
from conformance.emulator.commerce.shop import Customer
from conformance.emulator.commerce.tax import TaxRule
from conformance.emulator.goods import Goods, Standing, demo_goods
from conformance.emulator.seed_money import broken_money
from conformance.emulator.seed_rules import broken_rules
from conformance.emulator.seed_shipping import broken_shipping
from conformance.errors import UserMistake

# Thousands of products fit; a file beyond it was hardly written for a test.
LONGEST_SEED = 2_000_000
QUOTED_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<place>.*)`)?$", re.DOTALL)
STEP = re.compile(r"[^.\[\]]+")


class Seed(Struct, frozen=True, kw_only=True):
    """A seed file. Sections that it leaves out are None."""

    catalog: tuple[Product, ...] | None = None
    coupons: tuple[Coupon, ...] | None = None
    gift_certificates: tuple[GiftCertificate, ...] | None = None
    customers: tuple[Customer, ...] | None = None
    shipping_zones: tuple[Zone, ...] | None = None
    pickup_methods: tuple[PickupMethod, ...] | None = None
    gift_wraps: tuple[WrappingPaper, ...] | None = None
    tax: TaxRule | None = None
    promotions: tuple[Promotion, ...] | None = None


def read_seed(text: str, now: datetime, where: str = "seed") -> Goods:
    """The goods that a seed file names; `now` dates what it leaves undated.

    Raises UserMistake, whose `where` is `file:line: member` (e.g. `shop.yaml:7: catalog[1].price`).
    """
    if len(text) > LONGEST_SEED:
        raise UserMistake(f"a seed file has at most {LONGEST_SEED} characters", where, "split the store")
    root = _composed(text, where)
    place = _Places(root, where)
    document = _plain(root, place)
    for path, problem, mend in _unknown(document, type_info(Seed), ""):
        raise UserMistake(problem, place.of(path), mend)
    try:
        seed = msgspec.convert(_with_defaults(document, now), Seed)
    except msgspec.ValidationError as error:
        found = QUOTED_PLACE.match(str(error))
        what, path = (found["what"], found["place"] or "") if found else (str(error), "")
        raise UserMistake(what.replace("`", ""), place.of(path), _mend(what)) from None
    broken = broken_rules(seed.catalog, seed.coupons, seed.gift_certificates, seed.customers)
    for path, problem, mend in chain(
        broken,
        broken_shipping(seed.shipping_zones, seed.pickup_methods),
        broken_money(seed.promotions, seed.tax),
    ):
        raise UserMistake(problem, place.of(path), mend)
    return _goods(seed, text, now)


def _goods(seed: Seed, text: str, now: datetime) -> Goods:
    held = demo_goods(now)
    standing = held.standing
    return Goods(
        products=held.products if seed.catalog is None else seed.catalog,
        coupons=held.coupons if seed.coupons is None else seed.coupons,
        gift_certificates=held.gift_certificates if seed.gift_certificates is None else seed.gift_certificates,
        standing=Standing(
            zones=standing.zones if seed.shipping_zones is None else seed.shipping_zones,
            pickup_methods=standing.pickup_methods if seed.pickup_methods is None else seed.pickup_methods,
            gift_wraps=standing.gift_wraps if seed.gift_wraps is None else seed.gift_wraps,
            customers=standing.customers if seed.customers is None else seed.customers,
            tax=seed.tax,
            promotions=standing.promotions if seed.promotions is None else seed.promotions,
            seed=text,
        ),
    )


class _Loader(yaml.SafeLoader):
    """Numbers stay exact, and references are refused: a small file of them can stand for a huge document."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark: Any = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "a seed file has no references; write it out", mark)
        return super().compose_node(parent, index)

    def exact(self, node: yaml.ScalarNode) -> Decimal | float:
        """A number with a point, as it is written; what is none stays a float, which nothing accepts."""
        written = self.construct_scalar(node).replace("_", "")
        number = Decimal(written) if re.fullmatch(r"[-+]?[\d.]+(?:[eE][-+]?\d{1,2})?", written) else Decimal("nan")
        return number if number.is_finite() else float("nan")


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.exact)


def _composed(text: str, where: str) -> yaml.Node:
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UserMistake(f"this is no YAML: {error.problem}", f"{where}:{line}", "see the example") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise UserMistake("this is no YAML", where, str(error).splitlines()[0]) from None
    if not isinstance(root, yaml.MappingNode):
        sections = ", ".join(Seed.__struct_fields__)
        raise UserMistake("a seed file is a mapping of sections", f"{where}:1", f"name one of {sections}")
    return root


def _plain(root: yaml.Node, place: _Places) -> dict[str, Any]:
    for path, key in _repeated(root, ""):
        raise UserMistake(f"`{key}` stands here twice", place.of(path), "keep one of them")
    try:
        document: dict[str, Any] = _Loader("").construct_document(root)
    except (yaml.MarkedYAMLError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise UserMistake(f"this can't be read: {problem}", f"{place.file}:{line}", "see the example") from None
    return document


def _repeated(node: yaml.Node, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, yaml.SequenceNode):
        for index, each in enumerate(node.value):
            yield from _repeated(each, f"{path}[{index}]")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            # A key may be a list or a mapping, which nothing here has; it is refused as a member that is unknown.
            name = str(key.value)
            inside = f"{path}.{name}".lstrip(".")
            if name in seen:
                yield inside, name
            seen.add(name)
            yield from _repeated(value, inside)


class _Places:
    """Finds the line of a member by its path, e.g. `catalog[1].price`; of one that is missing, its parent's."""

    def __init__(self, root: yaml.Node, file: str) -> None:
        self._root = root
        self.file = file

    def of(self, path: str) -> str:
        """`file:line: path`."""
        node, line = self._root, self._root.start_mark.line
        for step in STEP.findall(path):
            found = _inside(node, step)
            if found is None:
                break
            node, line = found
        return f"{self.file}:{line + 1}: {path}" if path else f"{self.file}:{line + 1}"


def _inside(node: yaml.Node, step: str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        each = node.value[int(step)]
        return each, each.start_mark.line
    if isinstance(node, yaml.MappingNode):
        # The last one: of a repeated member it is the repetition that is wrong.
        held = [(value, key.start_mark.line) for key, value in node.value if str(key.value) == step]
        return held[-1] if held else None
    return None


def _unknown(document: object, form: object, path: str) -> Iterator[tuple[str, str, str]]:
    """Every member that no form has: where, what is wrong, and the mend."""
    if isinstance(form, Metadata):
        form = form.type
    if isinstance(form, UnionType):
        for one in form.types:
            if isinstance(one, StructType | VarTupleType | ListType):
                yield from _unknown(document, one, path)
    elif isinstance(form, VarTupleType | ListType) and isinstance(document, list):
        for index, each in enumerate(document):
            yield from _unknown(each, form.item_type, f"{path}[{index}]")
    elif isinstance(form, StructType) and isinstance(document, dict):
        fields = {field.encode_name: field.type for field in form.fields}
        for key, value in document.items():
            inside = f"{path}.{key}".lstrip(".")
            if key in fields:
                yield from _unknown(value, fields[key], inside)
                continue
            near = get_close_matches(str(key), fields, n=1)
            mend = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(fields)}"
            yield inside, f"`{key}` is no member of {form.cls.__name__}", mend


def _with_defaults(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The document with what can be told from the rest: numbers, dates, the one variant of a simple product."""
    products = [_product(one) for one in _listed(document, "catalog")]
    coupons = [_filled(one, id=at, name=_code(one), date_created=now)
               for at, one in enumerate(_listed(document, "coupons"), 1)]  # fmt: skip
    certificates = [
        _filled(one, id=at, purchased=now, **({"balance": one["amount"]} if _has(one, "amount") else {}))
        for at, one in enumerate(_listed(document, "gift_certificates"), 1)
    ]
    promotions = [_filled(one, id=at) for at, one in enumerate(_listed(document, "promotions"), 1)]
    filled = {"catalog": products, "coupons": coupons, "gift_certificates": certificates, "promotions": promotions}
    return document | {name: held for name, held in filled.items() if isinstance(document.get(name), list)}


def _listed(document: dict[str, Any], section: str) -> list[Any]:
    held = document.get(section)
    return held if isinstance(held, list) else []


def _has(one: object, name: str) -> bool:
    return isinstance(one, dict) and name in one


def _code(one: object) -> object:
    return one.get("code", "") if isinstance(one, dict) else ""


def _filled(one: object, **defaults: object) -> object:
    return defaults | one if isinstance(one, dict) else one


def _product(one: object) -> object:
    if not isinstance(one, dict) or "id" not in one or "variants" in one or "options" in one:
        return one
    return one | {"variants": [{"id": one["id"], "sku": one.get("sku", "")}]}


def _mend(what: str) -> str:
    if "Expected `str`" in what:
        return "put it in quotes: YAML reads unquoted numbers, dates, and words like NO or ON as something else"
    if "missing required field" in what:
        return "add it"
    return "see docs/emulator.md for the members and their types"


def seed_text(seed_file: str) -> str:
    """What a seed file says, nothing for no file. Raises UserMistake for one that can't be read."""
    if not seed_file:
        return ""
    try:
        return Path(seed_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake(f"the seed file can't be read: {error}", seed_file, "name a YAML file in UTF-8") from None
