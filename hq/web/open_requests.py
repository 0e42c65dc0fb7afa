"""The limit of requests that one address has open at once; the proxy before it has no limit."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hq.addresses import OpenCounts
from hq.web import errors
from hq.web.rates import TooManyRequests

_RETRY_S = 10


class OpenRequests:
    """Middleware that refuses a request of an address that has as many open as it may, live lines among them."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._open = OpenCounts("requests", most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        if not self._open.enter(address):
            refusal = errors.refused(Request(scope, receive), TooManyRequests(_RETRY_S))
            await refusal(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            self._open.leave(address)
