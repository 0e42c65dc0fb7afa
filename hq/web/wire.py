"""Messages between stations and HQ in the API: encoding, sealing, and their schemas in the published document."""

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
    """The body is not the message that this route expects."""

    code: ClassVar[str] = "BAD_MESSAGE"

    why: str


def reads(kind: type[M]) -> Callable[[Request], Awaitable[M]]:
    """A dependency that decodes the body as this message. It raises BadMessage."""

    async def read(request: Request) -> M:
        try:
            return canonical.decode(await request.body(), kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise BadMessage(str(error)[:200]) from error

    return read


def plain(message: Message) -> Response:
    """The response with a message that needs no seal or carries its own signature."""
    return Response(canonical.encode(message), media_type=_JSON)


class Sealer:
    """Signs the bytes of responses that a station must be able to trust.

    Tenants' keys are kept after their first use, as every response to a push needs one.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._keys: dict[UUID, Ed25519PrivateKey] = {}

    def sealed(self, tenant_id: UUID, message: Message) -> Response:
        """The response with the message and its seal."""
        body = canonical.encode(message)
        return Response(body, media_type=_JSON, headers={seal.HEADER: seal.seal(self._key(tenant_id), body)})

    def has_key(self, tenant_id: UUID) -> bool:
        """Whether sealing for this tenant needs no query."""
        return tenant_id in self._keys

    def _key(self, tenant_id: UUID) -> Ed25519PrivateKey:
        key = self._keys.get(tenant_id)
        if key is None:
            with self._office.database.tenant(tenant_id) as tx:
                key = self._keys[tenant_id] = signing_key(tx, self._office, tenant_id)
        return key


async def sealer_of(request: Request) -> Sealer:
    """The sealer of this process."""
    sealer: Sealer = request.app.state.sealer
    return sealer


TheSealer = Annotated[Sealer, Depends(sealer_of)]


def taking(kind: type[Message]) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads this message."""
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": _schema(kind)}}}}


def answering(kind: type[Message], what: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that returns this message."""
    return {200: {"description": what, "content": {_JSON: {"schema": _schema(kind)}}}}


def failing(kind: type[Message]) -> dict[str, Any]:
    """The content of an error response."""
    return {"content": {_JSON: {"schema": _schema(kind)}}}


_PUBLISHED: list[type[Message]] = []


def _schema(kind: type[Message]) -> dict[str, str]:
    if kind not in _PUBLISHED:
        _PUBLISHED.append(kind)
    return {"$ref": _COMPONENT.format(name=kind.__name__)}


def components() -> dict[str, Any]:
    """The schemas of all messages that routes read or return, by name."""
    _, schemas = msgspec.json.schema_components(_PUBLISHED, ref_template=_COMPONENT, schema_hook=_anything)
    return schemas


def _anything(_kind: type) -> dict[str, Any]:
    """The schema of `object`, which a row's value has."""
    return {"description": "The value of a column: a string, an integer, a boolean or null."}
