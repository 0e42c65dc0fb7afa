"""Access tokens: short-lived EdDSA JWTs, signed with the tenant's key, for staff and for stations."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from domain.errors import Refused
from hq.office import Office
from hq.signing import named_key
from hq.storage.tables import hq_key
from sync.tables.transaction import Tx

LIFE = timedelta(minutes=10)
_ALGORITHM = "EdDSA"
_ISSUER = "taquilla-hq"


@dataclass(eq=False)
class NotSignedIn(Refused):
    """The request carries no token that is valid now."""

    code: ClassVar[str] = "UNAUTHENTICATED"


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a token says: whose it is (`sub` at tenant `tid`), for which door (`aud`), until when."""

    aud: Literal["staff", "station"]
    tid: UUID
    sub: UUID
    iat: int
    exp: int
    iss: str = _ISSUER
    epo: int = 0
    """The station's epoch."""


class _Header(msgspec.Struct, frozen=True):
    alg: Literal["EdDSA"]
    kid: UUID


def issue(tx: Tx, office: Office, tenant_id: UUID, subject: UUID, epoch: int | None = None) -> str:
    """A token for a station's life, or for staff when there is no epoch."""
    now = office.clock.now()
    claims = Claims(
        aud="staff" if epoch is None else "station",
        tid=tenant_id,
        sub=subject,
        iat=int(now.timestamp()),
        exp=int((now + LIFE).timestamp()),
        epo=epoch or 0,
    )
    signing = named_key(tx, office, tenant_id)
    body: dict[str, Any] = msgspec.to_builtins(claims)
    return jwt.encode(body, signing.key, algorithm=_ALGORITHM, headers={"kid": str(signing.id)})


MOST_KNOWN = 10_000
"""Tokens whose signature is remembered as good; when there are more, they are looked at again."""


@dataclass(frozen=True, slots=True)
class TokenReader:
    """Reads tokens. A key never changes under its id, so those seen are kept: most reads ask no database.

    Nor does a signature under a token: it is verified once. When the token ends is looked at every time.
    """

    office: Office
    seen: dict[tuple[UUID, UUID], Ed25519PublicKey]
    known: dict[str, Claims] = field(default_factory=dict)

    def read(self, token: str, may_look_up: Callable[[], None] = lambda: None) -> Claims:
        """What a valid token says. Raises NotSignedIn, and what `may_look_up` raises before the database is asked."""
        claims = self.known.get(token)
        if claims is None:
            claims = self._verified(token, may_look_up)
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[token] = claims
        if claims.iss != _ISSUER or not claims.iat - _SKEW_S <= self.office.clock.now().timestamp() < claims.exp:
            raise NotSignedIn
        return claims

    def asks_nobody(self, token: str) -> bool:
        """Whether it is read without the database: its key is known, or it is no token."""
        if token in self.known:
            return True
        try:
            claims, key_id = _unproven(token)
        except NotSignedIn:
            return True
        return (claims.tid, key_id) in self.seen

    def _verified(self, token: str, may_look_up: Callable[[], None]) -> Claims:
        claims, key_id = _unproven(token)
        key = self._key(claims.tid, key_id, may_look_up)
        try:
            jwt.decode(token, key, algorithms=[_ALGORITHM], options=_ONLY_SIGNATURE)
        except jwt.InvalidTokenError as error:
            raise NotSignedIn from error
        return claims

    def _key(self, tenant_id: UUID, key_id: UUID, may_look_up: Callable[[], None]) -> Ed25519PublicKey:
        known = self.seen.get((tenant_id, key_id))
        if known is not None:
            return known
        may_look_up()  # whoever invents tokens invents a key for each
        mine = (hq_key.c.tenant_id == tenant_id, hq_key.c.id == key_id)
        with self.office.database.tenant(tenant_id) as tx:
            found = tx.execute(select(hq_key.c.public_key).where(*mine)).scalar_one_or_none()
        if found is None:
            raise NotSignedIn
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(found))
        self.seen[tenant_id, key_id] = key
        return key


def _unproven(token: str) -> tuple[Claims, UUID]:
    """What a token says, and by which key. Raises NotSignedIn."""
    try:
        header = msgspec.convert(jwt.get_unverified_header(token), _Header, strict=False)
        said = jwt.decode(token, options={"verify_signature": False})
        return msgspec.convert(said, Claims, strict=False), header.kid
    except (jwt.InvalidTokenError, msgspec.ValidationError) as error:
        raise NotSignedIn from error


_SKEW_S = 60
"""Several HQ processes may have clocks that differ by so much."""
_ONLY_SIGNATURE: Any = {  # the other claims are checked against HQ's own clock
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
}
