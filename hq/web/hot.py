"""The most frequent routes, called without FastAPI's routers and dependencies, which dominate a short request's time.

They are also declared with FastAPI, which documents them. A request that does not match here, because its path or a
parameter is invalid, goes on to the declared route, which refuses it as any other route does.
"""

import inspect
from typing import Any

from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


def first(*routes: APIRoute) -> list[BaseRoute]:
    """The hot routes of these declared ones, to be matched before all others.

    The functions of these routes take the request and the parameters of the path, and no dependency.
    """
    return [HotRoute(route) for route in routes]


class HotRoute(BaseRoute):
    """A declared route whose function is called directly. The application's handlers answer its refusals as any."""

    def __init__(self, declared: APIRoute) -> None:
        self.path = declared.path
        self._methods, self._pattern, self._function = declared.methods or (), declared.path_regex, declared.endpoint
        parameters = inspect.signature(declared.endpoint).parameters
        self._named = {name: TypeAdapter[Any](parameters[name].annotation) for name in declared.param_convertors}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or scope["method"] not in self._methods:
            return Match.NONE, {}
        match = self._pattern.fullmatch(scope["path"])
        if match is None:
            return Match.NONE, {}
        try:
            named = {name: kind.validate_strings(match[name]) for name, kind in self._named.items()}
        except ValidationError:
            return Match.NONE, {}
        return Match.FULL, {"path_params": named, "route": self}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._function(Request(scope, receive), **scope["path_params"])
        await response(scope, receive, send)
