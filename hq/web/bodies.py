"""What a body may be: so many bytes, JSON not nested without end, a kind of content that HQ reads."""

from itertools import accumulate

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hq.settings import Limits
from hq.web import errors
from sync.line.push import MEDIA_TYPE

_JSON = "application/json"
MOST_MARKS = 1 << 16
"""Brackets and commas: the largest request, 5,000 spans of seats, has 20,000. Each value costs the reader memory."""
_STEPS = bytes.maketrans(b"[{]},", b"\x01\x01\xff\xff\x00")
"""1 inwards, -1 outwards, 0 beside: as signed bytes."""
_NO_STRUCTURE = bytes(set(range(256)) - set(b'[{]},"'))


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
        return self._refuse_json(request, body) if kind == _JSON else None

    def _refuse_json(self, request: Request, body: bytes) -> Response | None:
        if b"\0" in body:  # of UTF-16 or UTF-32; in UTF-8 no JSON has it
            return errors.answer(
                request, 415, "UNSUPPORTED_MEDIA_TYPE", "HQ reads JSON in UTF-8.", {"accepted": [_JSON]}
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
    """The brackets and commas of JSON as steps in and out, without parsing it.

    Each line goes once over what the one before left, whatever is in it.
    """
    # Two backslashes are one; after that a backslash before a quote escapes it.
    unescaped = json.replace(b"\\\\", b"").replace(b'\\"', b"")
    # What is between the first and the second quote is text, and so on. Quotes that are neighbours change nothing.
    marks = unescaped.translate(_STEPS, _NO_STRUCTURE).replace(b'""', b"")
    return b"".join(marks.split(b'"')[::2])


def depth(marks: bytes) -> int:
    """How deeply JSON of this structure is nested."""
    return max(accumulate(memoryview(marks).cast("b"), initial=0))
