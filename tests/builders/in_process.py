"""HQ's application behind a real HTTP client, without a socket."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Scope


@dataclass
class _Answer:
    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        self.body += message.get("body", b"")


class InProcess(httpx.BaseTransport):
    """A transport to an application that runs in an event loop of its own; safe to use from many threads."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        self._app = app
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._portal.call(self._ask, _scope(request), request.read())
        return httpx.Response(answer.status, headers=answer.headers, content=bytes(answer.body))

    async def _ask(self, scope: Scope, body: bytes) -> _Answer:
        answer = _Answer()
        is_sent = False

        async def receive() -> Message:
            nonlocal is_sent
            if is_sent:
                return {"type": "http.disconnect"}
            is_sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        # After a response with 500 the application also raises the error, for the log of a server.
        [error] = await asyncio.gather(self._app(scope, receive, answer.send), return_exceptions=True)
        if error is not None and not answer.status:
            raise error
        return answer


@contextmanager
def client(app: FastAPI) -> Iterator[httpx.Client]:
    """A client whose requests go to this application."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
        httpx.Client(transport=InProcess(app, portal), base_url="http://hq.test") as http,
    ):
        yield http


def _scope(request: httpx.Request) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "server": (request.url.host, request.url.port or 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
