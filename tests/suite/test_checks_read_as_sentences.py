"""No scenario and no reading of a walk has a loop or a branch of its own: what could go two ways is no rule."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import conformance.suite

SUITE = Path(conformance.suite.__file__).parent
FILES = sorted([*(SUITE / "scenarios").glob("test_*.py"), *(SUITE / "walks").glob("test_*.py")])
TURNS = (ast.For, ast.While, ast.If, ast.Try, ast.Match)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_check_has_neither_loop_nor_branch(file: Path) -> None:
    found = list(_turns(file.read_text(encoding="utf-8")))
    assert not found, f"{file.name}: {', '.join(found)}"


def test_a_loop_and_a_branch_are_found() -> None:
    assert list(_turns("def test_a():\n    if 1:\n        pass\ndef test_b():\n    for _ in (): ...\n")) == [
        "test_a, line 2",
        "test_b, line 5",
    ]


def _turns(source: str) -> Iterator[str]:
    checks = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for check in checks:
        inside = ast.walk(check) if check.name.startswith("test_") else ()
        yield from (f"{check.name}, line {node.lineno}" for node in inside if isinstance(node, TURNS))
