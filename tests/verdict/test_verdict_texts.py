"""Rewriting the texts inside a value."""

from __future__ import annotations

import pytest

from conformance.verdict import Exchange, Request, Response, Result
from conformance.verdict.texts import encodable, rewritten


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", "A"),
        (("a", ("b", 1)), ("A", ("B", 1))),
        ({"a": "b"}, {"A": "B"}),
        (None, None),
        (Result.PASSED, Result.PASSED),
        (Response(status=200, headers=(("n", "v"),), body=None), Response(status=200, headers=(("N", "V"),))),
        (
            Exchange(id="e", request=Request(method="get", url="u"), arranging=True),
            Exchange(id="E", request=Request(method="GET", url="U"), arranging=True),
        ),
    ],
    ids=["text", "tuple", "dict", "none", "enum", "struct", "nested"],
)
def test_every_text_is_changed_and_nothing_else(value: object, expected: object) -> None:
    assert rewritten(value, str.upper) == expected


@pytest.mark.parametrize(("text", "expected"), [("abc", "abc"), ("ü☃😀", "ü☃😀"), ("a\ud83db", "a?b")])
def test_only_lone_surrogates_are_replaced(text: str, expected: str) -> None:
    assert encodable(text) == expected
