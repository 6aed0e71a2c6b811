"""Bodies and media types, as they come over the wire."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

import msgspec


class NotJson(Exception):
    """A body that can't be read as JSON; the message says where it goes wrong, in words."""


def decode(body: str) -> Any:
    """The JSON document in a body; raises :class:`NotJson`."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        # The standard reader is slower, takes a few odd but legal bodies more, and has the last word.
        return _decode_slowly(body)


def _decode_slowly(body: str) -> Any:
    try:
        return json.loads(body, parse_constant=_refuse)
    except RecursionError:
        raise NotJson("it nests too deep") from None
    except json.JSONDecodeError as problem:
        raise NotJson(problem.msg[0].lower() + problem.msg[1:]) from None


def _refuse(constant: str) -> NoReturn:
    raise NotJson(f"{constant} is no JSON number")


def media_type(content_type: str | None) -> str:
    """``application/json`` of ``Application/JSON; charset=utf-8``; ``""`` when there is none."""
    return (content_type or "").split(";")[0].strip().lower()


def is_json(media: str) -> bool:
    """Whether a media type says that the body is JSON."""
    return media in {"application/json", "text/json"} or media.endswith("+json")


def documented_as(media: str, documented: Iterable[str]) -> str | None:
    """The documented media type or range that covers one: itself before ``type/*`` before ``*/*``."""
    wanted = (media, f"{media.partition('/')[0]}/*", "*/*")
    known = set(documented)
    return next((each for each in wanted if each in known), None)
