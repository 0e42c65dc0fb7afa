"""The limits of a request body: its size, its content type and the depth of its JSON."""

from collections.abc import Awaitable, Callable
from itertools import accumulate

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.errors import Refused
from hq.settings import Limits
from hq.web import errors
from sync.line.push import MEDIA_TYPE

_JSON = "application/json"
MOST_MARKS = 1 << 16
"""The most brackets and commas of a JSON body, as every parsed value takes memory.

The largest valid request, 5,000 spans of seats, has 20,000.
"""
MOST_UNKNOWN_BYTES = 64 << 10
"""The most bytes of a body without a token. Of a larger one the token is checked when so much of it arrived."""
MOST_JSON_BYTES = 1 << 20
"""The most bytes of a JSON body. Only packed pushes may be larger."""
_STEPS = bytes.maketrans(b"[{]},", b"\x01\x01\xff\xff\x00")
"""Steps of nesting, as signed bytes: 1 for an opening bracket, -1 for a closing one, 0 for a comma."""
_NO_STRUCTURE = bytes(set(range(256)) - set(b'[{]},"'))


class Bodies:
    """Middleware that reads the whole body within the limits before a route runs."""

    def __init__(self, app: ASGIApp, limits: Limits, check_token: Callable[[Request], Awaitable[None]]) -> None:
        self._app = app
        self._limits = limits
        self._check_token = check_token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        limit = self._limit_bytes(request, kind)
        try:
            body = await self._read(request, receive, limit)
        except ClientDisconnect:  # nobody waits for an answer to what arrived in part
            return
        except Refused as refused:
            await errors.refused(request, refused)(scope, receive, send)
            return
        failure = self._check(request, kind, body, limit)
        if failure is not None:
            await failure(scope, receive, send)
            return
        is_sent = False

        async def receive_body() -> Message:
            nonlocal is_sent
            if is_sent:
                return await receive()
            is_sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, receive_body, send)

    def _limit_bytes(self, request: Request, kind: str) -> int:
        """The most bytes of the body of this request, by what it claims to be."""
        if "authorization" not in request.headers:
            return min(self._limits.body_bytes, MOST_UNKNOWN_BYTES)
        return self._limits.body_bytes if kind == MEDIA_TYPE else min(self._limits.body_bytes, MOST_JSON_BYTES)

    async def _read(self, request: Request, receive: Receive, limit_bytes: int) -> bytes | None:
        """The body, or None when it is too large. The token is checked before much of it is kept.

        Raises ClientDisconnect, and what checking the token raises.
        """
        declared = request.headers.get("content-length", "0")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit_bytes:
            return None
        body, is_known = bytearray(), False
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            if len(body) > limit_bytes:
                return None
            if len(body) > MOST_UNKNOWN_BYTES and not is_known:
                await self._check_token(request)
                is_known = True
            if not message.get("more_body"):
                return bytes(body)

    def _check(self, request: Request, kind: str, body: bytes | None, limit_bytes: int) -> Response | None:
        if body is None:
            return errors.answer(request, 413, "TOO_LARGE", "The body is too large.", {"limit_bytes": limit_bytes})
        if not body:
            return None
        if kind not in {_JSON, MEDIA_TYPE} or request.headers.get("content-encoding", "identity") != "identity":
            accepted = {"accepted": [_JSON, MEDIA_TYPE]}
            message = "HQ does not accept this content type."
            return errors.answer(request, 415, "UNSUPPORTED_MEDIA_TYPE", message, accepted)
        return self._check_json(request, body) if kind == _JSON else None

    def _check_json(self, request: Request, body: bytes) -> Response | None:
        if b"\0" in body:  # JSON in UTF-16 or UTF-32 has zero bytes, in UTF-8 none
            return errors.answer(
                request, 415, "UNSUPPORTED_MEDIA_TYPE", "HQ accepts JSON in UTF-8 only.", {"accepted": [_JSON]}
            )
        marks = structure(body)
        if len(marks) > MOST_MARKS:
            limit = {"limit_values": MOST_MARKS}
            return errors.answer(request, 413, "TOO_LARGE", "The JSON has too many values.", limit)
        if depth(marks) > self._limits.json_depth:
            limit = {"limit_depth": self._limits.json_depth}
            return errors.answer(request, 400, "TOO_DEEP", "The JSON is nested too deeply.", limit)
        return None


def structure(json: bytes) -> bytes:
    """The brackets and commas of JSON outside its strings, as the steps of `_STEPS`, without parsing it.

    Each line takes linear time on any input, also on one made to be slow.
    """
    # Escaped backslashes go first: any backslash left before a quote escapes the quote.
    unescaped = json.replace(b"\\\\", b"").replace(b'\\"', b"")
    # Quotes alternately open and close a string, so every second part is outside of strings. Empty strings go first.
    marks = unescaped.translate(_STEPS, _NO_STRUCTURE).replace(b'""', b"")
    return b"".join(marks.split(b'"')[::2])


def depth(marks: bytes) -> int:
    """The deepest nesting of JSON with this structure."""
    return max(accumulate(memoryview(marks).cast("b"), initial=0))
