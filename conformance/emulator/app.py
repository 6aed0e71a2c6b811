"""The emulated store as an ASGI application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.emulator.bodies import LONGEST_CONTROL_BODY, body_of
from conformance.emulator.delivery import delivered
from conformance.emulator.emulator import Emulator
from conformance.emulator.messages import Answer, Call, Surface
from conformance.emulator.origins import preflight
from conformance.emulator.routing import Routes
from conformance.emulator.settings import Settings
from conformance.emulator.side_by_side import SideBySide, neighbours
from conformance.emulator.surfaces import (
    carts,
    catalog_v3,
    checkouts,
    control,
    marketing,
    metafields,
    orders_v2,
    payments,
    store_settings,
    storefront,
    visits,
)
from conformance.emulator.surfaces.errors import blank, problem
from conformance.emulator.surfaces.operations import Operation

NO_ROUTE = "The route is not found, check the URL"
NOT_FOUND, METHOD_NOT_ALLOWED = 404, 405


def operations() -> tuple[Operation, ...]:
    """Every operation of every face; fixed paths before those with parameters in the same place."""
    listed = [
        *carts.operations.listed,
        *checkouts.operations.listed,
        *metafields.operations.listed,
        *store_settings.operations.listed,
        *payments.server.listed,
        *payments.processing.listed,
        *orders_v2.operations.listed,
        *marketing.operations.listed,
        *catalog_v3.operations.listed,
        *storefront.operations.listed,
        *visits.operations.listed,
    ]
    return tuple(sorted(listed, key=lambda one: (one.path.replace("{", "~"), one.method)))


class Application:
    """A store as an ASGI application; needs no lifespan."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        by_path = ((path, tuple(held)) for path, held in groupby(operations(), key=lambda one: one.path))
        places: dict[str, ASGIApp] = {
            path: _Place(emulator, {one.method: one for one in held}) for path, held in by_path
        }
        if emulator.settings.control:
            places |= {path: _Control(emulator, held) for path, held in control.ROUTES.items()}
        self._routes = Routes(places)

    def close(self) -> None:
        """Gives the store's database back."""
        self.emulator.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await _without_requests(scope, receive, send)
            return
        found = self._routes.find(scope["path"].removeprefix(scope.get("root_path", "")))
        if found is None:
            response = await _no_such_thing(Request(scope, receive), HTTPException(NOT_FOUND), self.emulator)
            await response(scope, receive, send)
            return
        place, scope["path_params"] = found
        await place(scope, receive, send)


def create_app(
    settings: Settings | None = None, further: Sequence[Settings] = (), *, joining: bool = False
) -> Application | SideBySide:
    """A store of its own as an ASGI app, and `further` ones beside it. Raises UserMistake, as `Emulator` does.

    `joining` a store that another process has opened changes nothing in it.
    """
    first = settings or Settings()
    opened = [Emulator(one, operations(), joining=joining) for one in (first, *neighbours(first, further))]
    return app_of(*opened)


def app_of(emulator: Emulator, *further: Emulator) -> Application | SideBySide:
    """The ASGI app in front of a store, and of those beside it."""
    first = Application(emulator)
    return SideBySide(first, [Application(one) for one in further]) if further else first


async def _without_requests(scope: Scope, receive: Receive, send: Send) -> None:
    """Servers say when they start and stop: nothing has to be done then. Nothing else speaks to a store."""
    if scope["type"] != "lifespan":
        return
    for said in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{said}.complete"})


class _Place:
    """All operations of one path.

    An ASGI app and not a function, so that the path is taken whatever the method: otherwise DELETE on a fixed path
    would fall through to the path with a parameter in the same place, and delete a cart called "settings".
    """

    def __init__(self, emulator: Emulator, held: Mapping[str, Operation]) -> None:
        self._emulator = emulator
        self._held = dict(held)
        if "GET" in held:
            self._held["HEAD"] = held["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        operation = self._held.get(request.method)
        if operation is None:
            response: ASGIApp = await self._without_operation(request)
        else:
            body = await body_of(request)
            call = _call(request, body, operation.name, operation.surface, self._emulator.settings)
            response = await delivered(self._emulator, operation, call, _response)
        await response(scope, receive, send)

    async def _without_operation(self, request: Request) -> Response:
        asked = _call(request, b"", "preflight", "storefront", self._emulator.settings)
        shared = preflight(asked, self._emulator.settings, tuple(self._held))
        if shared is not None:
            return _response(asked, shared)
        allowed = {"Allow": ", ".join(self._held)}
        return await _no_such_thing(request, HTTPException(METHOD_NOT_ALLOWED, headers=allowed), self._emulator)


class _Control:
    """One path of the control surface."""

    def __init__(self, emulator: Emulator, held: Mapping[str, control.Handler]) -> None:
        self._emulator = emulator
        self._held = {**held, **({"HEAD": held["GET"]} if "GET" in held else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        handler = self._held.get(request.method)
        if handler is None:
            allowed = {"Allow": ", ".join(self._held)}
            response = await _no_such_thing(request, HTTPException(METHOD_NOT_ALLOWED, headers=allowed))
        else:
            body = await body_of(request, LONGEST_CONTROL_BODY)
            call = _call(request, body, "control", "control", self._emulator.settings)
            response = _response(call, control.answered(self._emulator, handler, call))
        await response(scope, receive, send)


def _call(request: Request, body: bytes | None, operation: str, surface: Surface, settings: Settings) -> Call:
    scope = request.scope
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        headers[name.decode("latin-1").lower()] = value.decode("latin-1")
    query = scope["query_string"]
    return Call(
        operation=operation,
        surface=surface,
        method=request.method,
        path=scope["path"],
        params=request.path_params,
        query=tuple(request.query_params.multi_items()) if query else (),
        headers=headers,
        cookies=request.cookies if "cookie" in headers else {},
        body=body or b"",
        oversized=body is None,
        base_url=settings.base_url or _base_url(scope, headers),
    )


def _base_url(scope: Scope, headers: Mapping[str, str]) -> str:
    host = headers.get("host")
    return f"{scope['scheme']}://{host}" if host else str(Request(scope).base_url).rstrip("/")


def _response(call: Call, answer: Answer) -> Response:
    response = Response(_body(call, answer), status_code=answer.status)
    declared = () if answer.empty else (("content-type", answer.content_type),)
    for name, value in (*declared, *answer.headers):
        response.raw_headers.append((name.lower().encode("latin-1"), value.encode("latin-1")))
    return response


def _body(call: Call, answer: Answer) -> bytes:
    if call.method == "HEAD" or answer.empty:
        return b""
    return answer.text.encode() if answer.text is not None else msgspec.json.encode(answer.document)


async def _no_such_thing(request: Request, error: Exception, emulator: Emulator | None = None) -> Response:
    """What the gateway says: a path that no operation has, or a method that its operations have not."""
    call, answer = _turned_away(request, error)
    return _response(call, answer if emulator is None else emulator.turned_away(call, answer))


def _turned_away(request: Request, error: Exception) -> tuple[Call, Answer]:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    storefront_face = request.url.path.startswith("/api/storefront")
    call = Call(operation="", surface="server", method=request.method, path=request.url.path)
    if error.status_code == METHOD_NOT_ALLOWED:
        made = blank(405, "Method Not Allowed", "") if storefront_face else problem(405, "Method Not Allowed")
        return call, Answer(405, made.document, made.content_type, tuple((error.headers or {}).items()))
    closing = (("connection", "close"),)
    return call, Answer(404, content_type="text/plain", headers=closing, text=NO_ROUTE)
