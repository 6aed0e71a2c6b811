"""A ``requests`` session whose calls travel through the chain, for libraries that speak nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

# `http.client` numbers HTTP/1.1 so.
HTTP_1_1 = 11

_build: Callable[[requests.PreparedRequest, HTTPResponse], requests.Response] = HTTPAdapter().build_response


def session_over(client: httpx.Client) -> requests.Session:
    """A session that sends through ``client``: no cookies, no redirects, nothing taken from the environment.

    What httpx refuses to send raises ``InvalidHeader``, ``InvalidURL`` or ``InvalidSchema`` of
    :mod:`requests.exceptions`; :class:`conformance.errors.Trouble` passes through unchanged.
    """
    session = _Session()
    session.trust_env = False
    session.adapters.clear()
    session.mount("http://", _ChainAdapter(client))
    session.mount("https://", _ChainAdapter(client))
    return session


class _Session(requests.Session):
    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        # Generated text may hold lone surrogates, which requests can't encode; the server shall see such bytes too.
        if isinstance(request.data, str):
            request.data = _content(request.data)
        try:
            return super().prepare_request(request)
        except UnicodeError as error:
            raise requests.exceptions.InvalidURL(f"holds characters that can't be sent: {error}") from error

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        # The answer under test is the redirect itself.
        del resp
        return None


class _ChainAdapter(BaseAdapter):
    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self._client = client

    def send(  # the adapter's interface; the chain decides all but the request
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - as above
        timeout: object = None,
        verify: object = True,  # noqa: FBT002 - as above
        cert: object = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        del stream, timeout, verify, cert, proxies
        outgoing = _outgoing(request, self._client.timeout)
        try:
            answer = self._client.send(outgoing)
        except httpx.LocalProtocolError as error:
            raise requests.exceptions.InvalidHeader(str(error), request=request) from error
        except httpx.UnsupportedProtocol as error:
            raise requests.exceptions.InvalidSchema(str(error), request=request) from error
        except httpx.InvalidURL as error:
            raise requests.exceptions.InvalidURL(str(error), request=request) from error
        except httpx.TimeoutException as error:
            raise requests.exceptions.Timeout(str(error), request=request) from error
        except httpx.TransportError as error:
            raise requests.exceptions.ConnectionError(str(error), request=request) from error
        return _incoming(request, answer)

    def close(self) -> None:
        """Leaves the client open: it belongs to whoever opened it."""


def _outgoing(request: requests.PreparedRequest, timeout: httpx.Timeout) -> httpx.Request:
    try:
        url = httpx.URL(request.url or "")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise requests.exceptions.InvalidURL(str(error), request=request) from error
    try:
        headers = [(_octets(name), _octets(value)) for name, value in (request.headers or {}).items()]
    except UnicodeEncodeError as error:
        raise requests.exceptions.InvalidHeader(str(error), request=request) from error
    return httpx.Request(
        request.method or "GET",
        url,
        headers=headers,
        content=_content(request.body),
        extensions={"timeout": timeout.as_dict()},
    )


def _octets(text: str | bytes) -> bytes:
    # What `http.client` puts on the wire; anything beyond latin-1 it refuses as well.
    return text if isinstance(text, bytes) else text.encode("latin-1")


def _content(body: Any) -> bytes:
    """The body as one piece, so that an attempt can be repeated and recorded."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode("utf-8", errors="surrogatepass")
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    if hasattr(body, "read"):
        return _content(body.read())
    return b"".join(_content(part) for part in body)


def _incoming(request: requests.PreparedRequest, answer: httpx.Response) -> requests.Response:
    headers = HTTPHeaderDict()
    for name, value in answer.headers.raw:
        headers.add(name.decode("latin-1"), value.decode("latin-1"))
    raw = HTTPResponse(
        body=BytesIO(answer.content),
        headers=headers,
        status=answer.status_code,
        reason=answer.reason_phrase,
        version=HTTP_1_1,
        preload_content=False,
        decode_content=False,
        enforce_content_length=False,
        request_method=request.method,
    )
    response = _build(request, raw)
    # httpx has decoded the content already; read through `raw`, requests would decode it once more.
    response._content = answer.content  # noqa: SLF001 - requests offers no other way
    response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    response.elapsed = _elapsed(answer)
    return response


def _elapsed(answer: httpx.Response) -> timedelta:
    try:
        return answer.elapsed
    except RuntimeError:
        return timedelta()
