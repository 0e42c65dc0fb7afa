"""A network between station and HQ with faults that a test announces."""

from collections import deque
from collections.abc import Callable

import httpx

from sync.line import seal

Fault = Callable[[httpx.BaseTransport, httpx.Request], httpx.Response]


class Network(httpx.BaseTransport):
    """Carries requests. An announced fault happens to the next request whose path matches it."""

    def __init__(self, beyond: httpx.BaseTransport) -> None:
        self._beyond = beyond
        self._faults: deque[tuple[str, Fault]] = deque()
        self.is_up = True
        self.asked: list[str] = []

    def announce(self, path_ends: str, fault: Fault) -> None:
        """Make this fault happen to the next request whose path ends with `path_ends`."""
        self._faults.append((path_ends, fault))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append(f"{request.method} {path.rpartition('/')[2]}")
        if not self.is_up:
            raise httpx.ConnectError("the network is down", request=request)
        for announced in self._faults:
            if path.endswith(announced[0]):
                self._faults.remove(announced)
                return announced[1](self._beyond, request)
        return self._beyond.handle_request(request)

    def times(self, name: str) -> int:
        """The number of requests of this name: the method and the last part of the path."""
        return self.asked.count(name)


class _Nowhere(httpx.BaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no server", request=request)


NOWHERE = _Nowhere()


def lost_request(_: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
    """The request does not reach HQ."""
    raise httpx.WriteTimeout("lost", request=request)


def lost_reply(beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
    """HQ executes the request, and its answer is lost."""
    beyond.handle_request(request).read()
    raise httpx.ReadTimeout("lost", request=request)


def duplicated(beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
    """HQ receives the request twice; the first answer is returned."""
    first = beyond.handle_request(request)
    beyond.handle_request(request).read()
    return first


def answered_twice(beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
    """HQ receives the request twice; the second answer is returned."""
    beyond.handle_request(request).read()
    return beyond.handle_request(request)


def cut_short(beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
    """The answer lacks its end."""
    answer = beyond.handle_request(request)
    return _with(answer, answer.read()[:-7])


def unsealed(beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
    """An attacker on the network removed the seal."""
    answer = beyond.handle_request(request)
    answer.read()
    answer.headers.pop(seal.HEADER, None)
    return answer


def of_another(body: Callable[[bytes], bytes]) -> Fault:
    """An attacker on the network changed the body and kept HQ's seal."""

    def fault(beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
        answer = beyond.handle_request(request)
        return _with(answer, body(answer.read()))

    return fault


class Late:
    """Holds an answer back and returns it to a later request in place of its own."""

    def __init__(self) -> None:
        self._kept: httpx.Response | None = None

    def keep(self, beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
        self._kept = beyond.handle_request(request)
        self._kept.read()
        raise httpx.ReadTimeout("late", request=request)

    def give(self, beyond: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
        assert self._kept is not None
        beyond.handle_request(request).read()
        return self._kept


def _with(answer: httpx.Response, body: bytes) -> httpx.Response:
    headers = [(name, value) for name, value in answer.headers.multi_items() if name != "content-length"]
    return httpx.Response(answer.status_code, headers=headers, content=body)
