"""Messages of station and HQ in the API: their bytes, their seal, and their schema in the published document."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import msgspec
from fastapi import Request
from fastapi.responses import Response

from domain.errors import Refused
from hq.office import Office
from hq.services.signing import signing_key
from sync import canonical, seal
from sync.messages import Message
from sync.transaction import Tx

M = TypeVar("M", bound=Message)
_JSON = "application/json"
_COMPONENT = "#/components/schemas/{name}"


@dataclass(eq=False)
class BadMessage(Refused):
    """The body is not the message that is expected here."""

    code: ClassVar[str] = "BAD_MESSAGE"

    why: str


def reads(kind: type[M]) -> Callable[[Request], Awaitable[M]]:
    """A dependency that gives the body as this message. Raises BadMessage."""

    async def read(request: Request) -> M:
        try:
            return canonical.decode(await request.body(), kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise BadMessage(str(error)[:200]) from error

    return read


def plain(message: Message) -> Response:
    """A message that needs no seal, or carries its own."""
    return Response(canonical.encode(message), media_type=_JSON)


def sealed(tx: Tx, office: Office, tenant_id: UUID, message: Message) -> Response:
    """A message with HQ's signature over its very bytes."""
    body = canonical.encode(message)
    signature = seal.seal(signing_key(tx, office, tenant_id), body)
    return Response(body, media_type=_JSON, headers={seal.HEADER: signature})


def taking(kind: type[Message]) -> dict[str, Any]:
    """`openapi_extra` of a route that reads this message."""
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": _schema(kind)}}}}


def answering(kind: type[Message], what: str) -> dict[int | str, dict[str, Any]]:
    """`responses` of a route that answers with this message."""
    return {200: {"description": what, "content": {_JSON: {"schema": _schema(kind)}}}}


def failing(kind: type[Message]) -> dict[str, Any]:
    """The content of a response that fails."""
    return {"content": {_JSON: {"schema": _schema(kind)}}}


_TOLD: list[type[Message]] = []


def _schema(kind: type[Message]) -> dict[str, str]:
    if kind not in _TOLD:
        _TOLD.append(kind)
    return {"$ref": _COMPONENT.format(name=kind.__name__)}


def components() -> dict[str, Any]:
    """The schemas of every message that a route named."""
    _, found = msgspec.json.schema_components(_TOLD, ref_template=_COMPONENT)
    return found
