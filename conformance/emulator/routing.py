"""Which operations a path belongs to: one look per segment, however many paths there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")

# Under these a branch keeps what follows a parameter, and what stands at its end; no segment is called so.
PARAMETER, END = object(), object()


class Routes(Generic[T]):
    """What stands at each path, by templates like ``/carts/{cart_id}``.

    Where both lead somewhere a fixed segment wins over a parameter; a parameter is never empty.
    """

    def __init__(self, held: Mapping[str, T]) -> None:
        self._root: dict[object, Any] = {}
        for template, what in held.items():
            branch, names = self._root, []
            for segment in template.split("/")[1:]:
                if segment.startswith("{"):
                    names.append(segment[1:-1])
                branch = branch.setdefault(PARAMETER if segment.startswith("{") else segment, {})
            branch[END] = (what, tuple(names))

    def find(self, path: str) -> tuple[T, dict[str, str]] | None:
        """What stands at a path, with the path's parameters by name; None where nothing does."""
        start, *segments = path.split("/")
        if start:
            return None
        values: list[str] = []
        end = _end(self._root, segments, 0, values)
        if end is None:
            return None
        what, names = end
        return what, dict(zip(names, reversed(values), strict=True))


def _end(branch: dict[object, Any], segments: list[str], place: int, values: list[str]) -> Any:
    """What stands where the segments lead, None for nowhere; the parameters' values come last one first."""
    if place == len(segments):
        return branch.get(END)
    segment = segments[place]
    fixed = branch.get(segment)
    if fixed is not None:
        end = _end(fixed, segments, place + 1, values)
        if end is not None:
            return end
    free = branch.get(PARAMETER) if segment else None
    if free is None:
        return None
    end = _end(free, segments, place + 1, values)
    if end is not None:
        values.append(segment)
    return end
