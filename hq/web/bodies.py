"""What a body may be: so many bytes, JSON not nested without end, a kind of content that HQ reads."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hq.settings import Limits
from hq.web import errors
from sync.line.push import MEDIA_TYPE

_JSON = "application/json"
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")


class Bodies:
    """Reads a body whole, within the limits, before anything else looks at it."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        body = await self._read(request, receive)
        refused = self._refuse(request, body)
        if refused is not None:
            await refused(scope, receive, send)
            return
        told = False

        async def again() -> Message:
            nonlocal told
            if told:
                return await receive()
            told = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, again, send)

    async def _read(self, request: Request, receive: Receive) -> bytes | None:
        """The body, or None when it is too large."""
        declared = request.headers.get("content-length", "0")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > self._limits.body_bytes:
            return None
        read = bytearray()
        while True:
            message = await receive()
            read += message.get("body", b"")
            if len(read) > self._limits.body_bytes:
                return None
            if not message.get("more_body"):
                return bytes(read)

    def _refuse(self, request: Request, body: bytes | None) -> Response | None:
        if body is None:
            limit = {"limit_bytes": self._limits.body_bytes}
            return errors.answer(request, 413, "TOO_LARGE", "The body is too large.", limit)
        if not body:
            return None
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in {_JSON, MEDIA_TYPE} or request.headers.get("content-encoding", "identity") != "identity":
            said = {"accepted": [_JSON, MEDIA_TYPE]}
            return errors.answer(request, 415, "UNSUPPORTED_MEDIA_TYPE", "HQ does not read such content.", said)
        if kind == _JSON and depth(body) > self._limits.json_depth:
            limit = {"limit_depth": self._limits.json_depth}
            return errors.answer(request, 400, "TOO_DEEP", "The JSON is nested too deeply.", limit)
        return None


def depth(json: bytes) -> int:
    """How deeply JSON is nested, without reading it."""
    deepest = now = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", json)):
        now += 1 if bracket in b"[{" else -1
        deepest = max(deepest, now)
    return deepest
