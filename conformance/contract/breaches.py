"""Which breaches of a documented body are beyond doubt.

Published documents name types and a few required members; how strictly stores look at ranges, lengths, patterns,
numbers in strings and empty lists nobody has recorded.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from jsonschema import ValidationError

from conformance.contract.documents import Operation
from conformance.contract.wording import leaves_of

JSON = "application/json"
CONTAINERS = {"object", "array"}


def is_beyond_doubt(operation: Operation, body: Any, required: Collection[str]) -> bool:
    """Whether everything that is wrong with a JSON body is wrong by the published documents, too.

    That is: an object or a list in the place of a text or a number, or the other way round, or the lack of one of
    the ``required`` members. False for a body that breaks nothing.
    """
    schema = operation.content_at(operation.request_body).get(JSON) if operation.request_body else None
    if schema is None:
        return False
    errors = operation.schemas.reference(schema).iter_errors(body)
    leaves = [leaf for error in errors for leaf in leaves_of(error)]
    return bool(leaves) and all(_is_gross(leaf) or _lacks(leaf, required) for leaf in leaves)


def _is_gross(error: ValidationError) -> bool:
    if error.validator != "type" or not error.instance:
        # What is empty, nought or null counts as nothing in many a language.
        return False
    value: Any = error.validator_value
    wanted = {value} if isinstance(value, str) else set(value)
    if isinstance(error.instance, dict | list):
        return not wanted & CONTAINERS
    return wanted <= CONTAINERS


def _lacks(error: ValidationError, required: Collection[str]) -> bool:
    if error.validator != "required":
        return False
    wanted: Any = error.validator_value
    held: Any = error.instance
    return all(name in required for name in wanted if name not in held)
