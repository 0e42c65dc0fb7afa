"""Messages of station and HQ in the API: their bytes, their seal, and their schema in the published document."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Depends, Request
from fastapi.responses import Response

from domain.errors import Refused
from hq.office import Office
from hq.signing import signing_key
from sync.line import seal
from sync.line.messages import Message
from sync.tables import canonical

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


class Sealer:
    """Puts HQ's signature over the very bytes of what a station must be able to trust.

    A tenant's key is opened once and kept: every push is answered with it.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._keys: dict[UUID, Ed25519PrivateKey] = {}

    def sealed(self, tenant_id: UUID, message: Message) -> Response:
        """The message as it is sent."""
        body = canonical.encode(message)
        return Response(body, media_type=_JSON, headers={seal.HEADER: seal.seal(self._key(tenant_id), body)})

    def has_key(self, tenant_id: UUID) -> bool:
        """Whether sealing for this tenant needs no database any more."""
        return tenant_id in self._keys

    def _key(self, tenant_id: UUID) -> Ed25519PrivateKey:
        known = self._keys.get(tenant_id)
        if known is None:
            with self._office.database.tenant(tenant_id) as tx:
                known = self._keys[tenant_id] = signing_key(tx, self._office, tenant_id)
        return known


async def sealer_of(request: Request) -> Sealer:
    """This process's sealer."""
    sealer: Sealer = request.app.state.sealer
    return sealer


TheSealer = Annotated[Sealer, Depends(sealer_of)]


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
    _, found = msgspec.json.schema_components(_TOLD, ref_template=_COMPONENT, schema_hook=_anything)
    return found


def _anything(_kind: type) -> dict[str, Any]:
    """How the document says `object`."""
    return {"description": "What the column holds: a text, an integer, a truth value or null."}
