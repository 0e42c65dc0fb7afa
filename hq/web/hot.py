"""Routes that are asked most, answered past the framework's routers and dependencies: most of a short answer is those.

They stay declared like any other, which documents them; and what does not fit here whole goes that way and is refused
as everywhere.
"""

import inspect
from typing import Any

from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


def first(*routes: APIRoute) -> list[BaseRoute]:
    """To be looked at before all others. Their functions take the request, and what is named in the path."""
    return [HotRoute(route) for route in routes]


class HotRoute(BaseRoute):
    """A declared route by the shortest way. Refusals are answered by the application's handlers, as for all."""

    def __init__(self, declared: APIRoute) -> None:
        self.path = declared.path
        self._methods, self._pattern, self._function = declared.methods or (), declared.path_regex, declared.endpoint
        kinds = inspect.signature(declared.endpoint).parameters
        self._named = {name: TypeAdapter[Any](kinds[name].annotation) for name in declared.param_convertors}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or scope["method"] not in self._methods:
            return Match.NONE, {}
        found = self._pattern.fullmatch(scope["path"])
        if found is None:
            return Match.NONE, {}
        try:
            named = {name: kind.validate_strings(found[name]) for name, kind in self._named.items()}
        except ValidationError:
            return Match.NONE, {}
        return Match.FULL, {"path_params": named, "route": self}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._function(Request(scope, receive), **scope["path_params"])
        await response(scope, receive, send)
