"""The id of each request, which every log line of it has, and the counts and times of requests."""

import logging
import re
import time
from itertools import count
from uuid import UUID

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hq import logs
from hq.office import Office

log = logging.getLogger(__name__)

HEADER = "X-Request-Id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Counted:
    """Metrics: requests by route and status, and their times. No label names a tenant."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route"]
        self.requests = Counter("hq_requests", "Requests answered", [*labels, "status"], registry=self.registry)
        self.seconds = Histogram("hq_request_seconds", "Time to answer", labels, registry=self.registry)


class Requests:
    """Middleware that gives each request its id, counts it and logs one line for it.

    The ids of one process are its own random prefix and a number: random bytes for each would be a system call each.
    """

    def __init__(self, app: ASGIApp, office: Office, counted: Counted) -> None:
        self._app = app
        self._counted = counted
        self._prefix, self._numbers = office.ids.new().hex[-16:], count()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given_id = Headers(scope=scope).get(HEADER, "")
        request_id = given_id if _WELL_FORMED.fullmatch(given_id) else f"{self._prefix}{next(self._numbers):016x}"
        scope.setdefault("state", {})["request_id"] = request_id
        status, started = 500, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with logs.of_request(request_id):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                self._record(scope, status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, took_s: float) -> None:
        # A path without a route is no label: each path that a caller invents would take memory for ever.
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if route != "none" else "any"
        self._counted.requests.labels(method, route, status).inc()
        self._counted.seconds.labels(method, route).observe(took_s)
        ms = round(took_s * 1000, 1)
        log.info("request", extra={"method": scope["method"], "path": _shown(scope, route), "status": status, "ms": ms})


def _shown(scope: Scope, route: str) -> str:
    """The path of a request for the log: that of its route, with ids and no other value, such as a ticket's code."""
    ids = {name: value for name, value in scope.get("path_params", {}).items() if _is_id(value)}
    for name, value in ids.items():
        route = route.replace(f"{{{name}}}", str(value))
    return route


def _is_id(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
