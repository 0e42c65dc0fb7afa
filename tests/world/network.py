"""The line between a machine and HQ: it carries real requests to HQ's real application, and does what lines do."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import httpx

from sync import canonical, push
from sync.messages import Acknowledged
from tests.world.faults import Fuse
from tests.world.headquarters import Headquarters

_MOST_REQUESTS_A_ROUND = 300
_KEPT_FOR_LATER = 0.3
_SERVER_FAILED = 500
_LONGEST_DELAY_S = 4 * 3600
_ENDLESS = "a round asks without end"

Say = Callable[[str], None]


class Line(httpx.BaseTransport):
    """One machine's way to HQ. HQ's answers are watched: what it acknowledges must be there."""

    def __init__(self, hq: Headquarters, chance: Random, fuse: Fuse, say: Say) -> None:
        self._hq, self._chance, self._fuse, self._say = hq, chance, fuse, say
        self.is_cut = False
        self.was_stale = False
        """Whether somebody else's answer came since the round began."""
        self._kept: httpx.Response | None = None
        self._requests = 0

    def begin_round(self) -> None:
        """A round of the station begins."""
        self.was_stale, self._requests = False, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._fuse.reach()
        self._requests += 1
        if self._requests > _MOST_REQUESTS_A_ROUND:
            self._hq.wrong(_ENDLESS)
            raise httpx.ReadTimeout(_ENDLESS, request=request)
        if self.is_cut:
            raise httpx.ConnectError("cut off", request=request)
        request.read()
        answer = self._suffer(request)
        self._fuse.reach()
        return answer

    def _suffer(self, request: httpx.Request) -> httpx.Response:
        """Let one of the faults happen, or none."""
        rates, draw = self._hq.faults, self._chance.random()
        for fault, rate in (
            (self._lost_request, rates.lost_request),
            (self._lost_reply, rates.lost_reply),
            (self._duplicate, rates.duplicate),
            (self._late, rates.late),
            (self._stale, rates.stale),
            (self._cut_request, rates.cut_request),
            (self._cut_reply, rates.cut_reply),
            (self._garbled_reply, rates.garbled_reply),
            (self._hq_killed, rates.hq_killed),
        ):
            draw -= rate
            if draw < 0:
                self._hq.tally.add(fault.__name__.lstrip("_"))
                return fault(request)
        return self._carry(request)

    def _carry(self, request: httpx.Request) -> httpx.Response:
        answer = self._hq.handle_request(request)
        answer.read()
        if answer.status_code >= _SERVER_FAILED and not self._hq.fuse.burnt and not self._hq.is_held:
            self._hq.wrong(f"HQ answered {answer.status_code} to {request.url.path} and nothing was the matter")
        if answer.status_code == httpx.codes.OK and _is_push(request):
            self._hq.must_have(canonical.decode(answer.content, Acknowledged), request)
            if self._kept is None or self._chance.random() < _KEPT_FOR_LATER:
                self._kept = answer
        return answer

    def _lost_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.WriteTimeout("lost", request=request)

    def _lost_reply(self, request: httpx.Request) -> httpx.Response:
        self._carry(request)
        raise httpx.ReadTimeout("lost", request=request)

    def _duplicate(self, request: httpx.Request) -> httpx.Response:
        first, second = self._carry(request), self._carry(request)
        return first if self._chance.random() < 0.7 else second

    def _late(self, request: httpx.Request) -> httpx.Response:
        delay = timedelta(seconds=self._chance.randrange(_LONGEST_DELAY_S))
        self._hq.schedule.after(delay, lambda: self._arrive(request))
        raise httpx.ReadTimeout("late", request=request)

    def _arrive(self, request: httpx.Request) -> None:
        self._carry(request)

    def _stale(self, request: httpx.Request) -> httpx.Response:
        if self._kept is None or not _is_push(request):
            return self._lost_reply(request)
        answer = self._kept
        self._carry(request)
        if answer.status_code == httpx.codes.OK:
            said, told = push.decode(request.content), canonical.decode(answer.content, Acknowledged)
            self.was_stale |= (said.epoch, said.request_no) != (told.epoch, told.request_no)
        return answer

    def _cut_request(self, request: httpx.Request) -> httpx.Response:
        body = request.content[: self._chance.randrange(len(request.content))] if request.content else b""
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"content-length"]
        return self._carry(httpx.Request(request.method, request.url, headers=headers, content=body))

    def _cut_reply(self, request: httpx.Request) -> httpx.Response:
        answer = self._carry(request)
        return _with(answer, answer.content[: self._chance.randrange(len(answer.content) + 1)])

    def _garbled_reply(self, request: httpx.Request) -> httpx.Response:
        answer = self._carry(request)
        body = bytearray(answer.content)
        if body:
            body[self._chance.randrange(len(body))] ^= 1 << self._chance.randrange(8)
        return _with(answer, bytes(body))

    def _hq_killed(self, request: httpx.Request) -> httpx.Response:
        how = self._chance.choice(("process", "backend", "commit"))
        self._hq.fuse.light(self._chance.randrange(40), how)
        try:
            return self._carry(request)
        finally:
            self._hq.fuse.put_out()


def _is_push(request: httpx.Request) -> bool:
    return bool(request.headers.get("content-type") == push.MEDIA_TYPE)


def _with(answer: httpx.Response, body: bytes) -> httpx.Response:
    headers = [(name, value) for name, value in answer.headers.multi_items() if name != "content-length"]
    return httpx.Response(answer.status_code, headers=headers, content=body)
