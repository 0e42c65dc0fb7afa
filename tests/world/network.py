"""The line between a machine and HQ: carries real requests to HQ's application, with the faults of a network."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

import httpx

from sync.line import push
from sync.line.messages import Acknowledged
from sync.tables import canonical
from tests.world.faults import Fuse
from tests.world.headquarters import Headquarters

_MOST_REQUESTS_A_ROUND = 100
_KEPT_FOR_LATER = 0.3
_SERVER_FAILED = 500
_LONGEST_DELAY_S = 4 * 3600
_TOKEN_LIFE_S = 600
_SOON = timedelta(seconds=30)
_ENDLESS = "a round sends requests without end"

Fault = Callable[[httpx.Request], httpx.Response]


class Line(httpx.BaseTransport):
    """The line of one machine. It checks every acknowledgement against HQ's database."""

    def __init__(self, hq: Headquarters, chance: Random, fuse: Fuse) -> None:
        self._hq, self._chance, self._fuse = hq, chance, fuse
        self.is_cut = False
        self.was_stale = False
        """Whether the station received the response to another request since the round began."""
        self._kept: httpx.Response | None = None
        self._requests = 0
        self._ordered: tuple[str, Fault] | None = None

    def order(self, path: str, fault: Fault) -> None:
        """Apply a fault to the next request whose path ends with `path`, whatever the rates are."""
        self._ordered = (path, fault)

    def begin_round(self) -> None:
        """Reset the counters of a round."""
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
        """Apply the ordered fault, a random one, or none."""
        if self._ordered and request.url.path.endswith(self._ordered[0]):
            (_, fault), self._ordered = self._ordered, None
            return fault(request)
        rates, draw = self._hq.faults, self._chance.random()
        for fault, rate in (
            (self.lost_request, rates.lost_request),
            (self.lost_reply, rates.lost_reply),
            (self.duplicate, rates.duplicate),
            (self.late, rates.late),
            (self.stale, rates.stale),
            (self.cut_request, rates.cut_request),
            (self.cut_reply, rates.cut_reply),
            (self.garbled_reply, rates.garbled_reply),
            (self.hq_killed, rates.hq_killed),
            (self.trespass, rates.trespass),
        ):
            draw -= rate
            if draw < 0:
                self._hq.tally.add(fault.__name__)
                return fault(request)
        return self.carry(request)

    def carry(self, request: httpx.Request) -> httpx.Response:
        """Carry a request to HQ without a fault."""
        answer = self._hq.handle_request(request)
        answer.read()
        if answer.status_code >= _SERVER_FAILED and not self._hq.fuse.burnt and not self._hq.is_held:
            self._hq.wrong(f"HQ answered {answer.status_code} to {request.url.path} without a reason")
        if answer.status_code == httpx.codes.OK and _is_push(request):
            self._hq.must_have(canonical.decode(answer.content, Acknowledged), request)
            if self._kept is None or self._chance.random() < _KEPT_FOR_LATER:
                self._kept = answer
        return answer

    def lost_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.WriteTimeout("lost", request=request)

    def lost_reply(self, request: httpx.Request) -> httpx.Response:
        self.carry(request)
        raise httpx.ReadTimeout("lost", request=request)

    def duplicate(self, request: httpx.Request) -> httpx.Response:
        first, second = self.carry(request), self.carry(request)
        return first if self._chance.random() < 0.7 else second

    def late_soon(self, request: httpx.Request) -> httpx.Response:
        """The request arrives after 30 s, before its token expires."""
        self._hq.schedule.after(_SOON, lambda: self._arrive(request))
        raise httpx.ReadTimeout("late", request=request)

    def late(self, request: httpx.Request) -> httpx.Response:
        longest = self._chance.choice((_TOKEN_LIFE_S, _LONGEST_DELAY_S))  # HQ refuses a request whose token expired
        delay = timedelta(seconds=self._chance.randrange(longest))
        self._hq.schedule.after(delay, lambda: self._arrive(request))
        raise httpx.ReadTimeout("late", request=request)

    def _arrive(self, request: httpx.Request) -> None:
        self.carry(request)

    def stale(self, request: httpx.Request) -> httpx.Response:
        if self._kept is None or not _is_push(request):
            return self.lost_reply(request)
        answer = self._kept
        self.carry(request)
        if answer.status_code == httpx.codes.OK:
            sent, received = push.decode(request.content), canonical.decode(answer.content, Acknowledged)
            self.was_stale |= (sent.epoch, sent.request_no) != (received.epoch, received.request_no)
        return answer

    def cut_request(self, request: httpx.Request) -> httpx.Response:
        body = request.content[: self._chance.randrange(len(request.content))] if request.content else b""
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"content-length"]
        return self.carry(httpx.Request(request.method, request.url, headers=headers, content=body))

    def cut_reply(self, request: httpx.Request) -> httpx.Response:
        answer = self.carry(request)
        return _with(answer, answer.content[: self._chance.randrange(len(answer.content) + 1)])

    def garbled_reply(self, request: httpx.Request) -> httpx.Response:
        answer = self.carry(request)
        body = bytearray(answer.content)
        if body:
            body[self._chance.randrange(len(body))] ^= 1 << self._chance.randrange(8)
        return _with(answer, bytes(body))

    def hq_killed(self, request: httpx.Request) -> httpx.Response:
        how = self._chance.choice(("process", "backend", "commit"))
        self._hq.fuse.light(self._chance.randrange(40), how)
        try:
            return self.carry(request)
        finally:
            self._hq.fuse.put_out()

    def trespass(self, request: httpx.Request) -> httpx.Response:
        """Send the request to another station's path first; HQ must refuse it response."""
        path = request.url.path.split("/")
        if path[2] == "stations":
            path[3] = str(UUID(int=UUID(path[3]).int ^ 1))
            url = request.url.copy_with(raw_path="/".join(path).encode() + b"?" + request.url.query)
            response = self.carry(httpx.Request(request.method, url, headers=request.headers, content=request.content))
            if response.status_code == httpx.codes.OK:
                self._hq.wrong(f"HQ accepted a station's token for another station: {request.url.path}")
        return self.carry(request)


def _is_push(request: httpx.Request) -> bool:
    return bool(request.headers.get("content-type") == push.MEDIA_TYPE)


def _with(answer: httpx.Response, body: bytes) -> httpx.Response:
    headers = [(name, value) for name, value in answer.headers.multi_items() if name != "content-length"]
    return httpx.Response(answer.status_code, headers=headers, content=body)
