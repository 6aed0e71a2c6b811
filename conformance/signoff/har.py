"""`exchanges.har`: every exchange of the run as an HTTP Archive 1.2, for the tools that open one."""

from __future__ import annotations

import io
import math
from http import HTTPStatus
from typing import IO
from urllib.parse import parse_qsl, urlsplit

import harfile

from conformance.verdict.judgement import Judgement
from conformance.verdict.record import RunRecord
from conformance.verdict.values import Exchange, Request, Response

# The record does not keep which HTTP version was spoken, and the format wants a text.
UNKNOWN_VERSION = "unknown"


def render(record: RunRecord, judgement: Judgement) -> str:
    """The archive as one text; :func:`stream` writes it without holding it."""
    file = io.StringIO()
    stream(record, judgement, file)
    return file.getvalue()


def stream(record: RunRecord, judgement: Judgement, file: IO[str]) -> None:
    """Writes the archive entry by entry, each entry in one ``write``."""
    header = record.header
    creator = harfile.Creator(name="checkout-conformance", version=header.version)
    comment = f"run {header.run}: {judgement.verdict}"
    with harfile.HarFile.open(file, creator=creator, comment=comment) as archive:
        for exchange in record.exchanges:
            _add(archive, exchange, header.started_at)


def _add(archive: harfile.HarFile, exchange: Exchange, run_started_at: str) -> None:
    elapsed = exchange.elapsed_ms if math.isfinite(exchange.elapsed_ms) else 0.0
    archive.add_entry(
        startedDateTime=exchange.started_at or run_started_at,
        time=elapsed,
        request=_request(exchange.request),
        response=_response(exchange.response, exchange.trouble),
        # Only the whole time is known, and the parts must sum up to it.
        timings=harfile.Timings(send=0, wait=elapsed, receive=0),
        comment=_comment(exchange),
    )


def _comment(exchange: Exchange) -> str:
    parts = [exchange.id, f"{exchange.surface} {exchange.operation}".strip(), exchange.check]
    trouble = f"trouble: {exchange.trouble}" if exchange.trouble else ""
    return " | ".join(part for part in [*parts, trouble] if part)


def _request(request: Request) -> harfile.Request:
    body = request.body
    kind = request.header("content-type") or ""
    return harfile.Request(
        method=request.method,
        url=request.url,
        httpVersion=UNKNOWN_VERSION,
        headers=_records(request.headers),
        queryString=_records(tuple(_query(request.url))),
        postData=None if body is None else harfile.PostData(mimeType=kind, text=body),
        bodySize=_size(body),
    )


def _response(response: Response | None, trouble: str) -> harfile.Response:
    if response is None:
        # Browsers archive a request without an answer as status 0.
        return harfile.Response(
            status=0, statusText="", httpVersion=UNKNOWN_VERSION, comment=trouble or "no response"
        )
    return harfile.Response(
        status=response.status,
        statusText=_phrase(response.status),
        httpVersion=UNKNOWN_VERSION,
        headers=_records(response.headers),
        content=harfile.Content(
            size=_size(response.body), mimeType=response.header("content-type") or "", text=response.body
        ),
        redirectURL=response.header("location") or "",
        bodySize=_size(response.body),
    )


def _query(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:  # generated requests may carry URLs that are none
        return []


def _records(pairs: tuple[tuple[str, str], ...]) -> list[harfile.Record]:
    return [harfile.Record(name=name, value=value) for name, value in pairs]


def _size(body: str | None) -> int:
    return len((body or "").encode("utf-8", "replace"))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
