"""The emulated store as an ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from itertools import groupby

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.emulator.delivery import delivered
from conformance.emulator.emulator import Emulator
from conformance.emulator.messages import Answer, Call, Surface
from conformance.emulator.settings import Settings
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

Endpoint = Callable[[Request], Awaitable[Response]]
NO_ROUTE = "The route is not found, check the URL"
METHOD_NOT_ALLOWED = 405


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


def create_app(settings: Settings | None = None) -> Starlette:
    """A store of its own as an ASGI app; needs no lifespan. Raises UserMistake for an unknown fault or a bad seed."""
    return app_of(Emulator(settings or Settings(), operations()))


def app_of(emulator: Emulator) -> Starlette:
    """The ASGI app in front of a store."""
    routes = [
        Route(path, _Place(emulator, {one.method: one for one in held}))
        for path, held in ((path, tuple(group)) for path, group in groupby(operations(), key=lambda one: one.path))
    ]
    if emulator.settings.control:
        routes += [Route(path, _control(emulator, held), methods=list(held)) for path, held in control.ROUTES.items()]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _no_such_thing})
    # A path with a slash too many is another path, which does not exist; it must not redirect.
    app.router.redirect_slashes = False
    app.state.emulator = emulator
    return app


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
            allowed = {"Allow": ", ".join(self._held)}
            response: ASGIApp = await _no_such_thing(request, HTTPException(METHOD_NOT_ALLOWED, headers=allowed))
        else:
            call = _call(request, await request.body(), operation.name, operation.surface, self._emulator.settings)
            response = await delivered(self._emulator, operation, call, _response)
        await response(scope, receive, send)


def _control(emulator: Emulator, held: Mapping[str, control.Handler]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        call = _call(request, await request.body(), "control", "control", emulator.settings)
        return _response(call, control.answered(emulator, held[method], call))

    return endpoint


def _call(request: Request, body: bytes, operation: str, surface: Surface, settings: Settings) -> Call:
    return Call(
        operation=operation,
        surface=surface,
        method=request.method,
        path=request.url.path,
        params=request.path_params,
        query=tuple(request.query_params.multi_items()),
        headers={key.lower(): value for key, value in request.headers.items()},
        cookies=request.cookies,
        body=body,
        base_url=settings.base_url or f"{request.url.scheme}://{request.url.netloc}",
    )


def _response(call: Call, answer: Answer) -> Response:
    response = Response(_body(call, answer), status_code=answer.status)
    if not answer.empty:
        response.headers["content-type"] = answer.content_type
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response


def _body(call: Call, answer: Answer) -> bytes:
    if call.method == "HEAD" or answer.empty:
        return b""
    return answer.text.encode() if answer.text is not None else msgspec.json.encode(answer.document)


async def _no_such_thing(request: Request, error: Exception) -> Response:
    """What the gateway says: a path that no operation has, or a method that its operations have not."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    storefront_face = request.url.path.startswith("/api/storefront")
    call = Call(operation="", surface="server", method=request.method, path=request.url.path)
    if error.status_code == METHOD_NOT_ALLOWED:
        made = blank(405, "Method Not Allowed", "") if storefront_face else problem(405, "Method Not Allowed")
        return _response(call, Answer(405, made.document, made.content_type, tuple((error.headers or {}).items())))
    closing = (("connection", "close"),)
    return _response(call, Answer(404, content_type="text/plain", headers=closing, text=NO_ROUTE))
