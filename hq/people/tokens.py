"""Access tokens: short-lived EdDSA JWTs, signed with the tenant's key, for staff and for stations."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from domain.errors import Refused
from domain.rights import Holder
from hq.office import Office
from hq.people import rows
from hq.signing import named_key
from sync.tables.transaction import Tx

LIFE = timedelta(minutes=10)
_ALGORITHM = "EdDSA"
_ISSUER = "taquilla-hq"


@dataclass(eq=False)
class NotSignedIn(Refused):
    """The request carries no token that is valid now."""

    code: ClassVar[str] = "UNAUTHENTICATED"


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The claims of a token: the account or station `sub` of tenant `tid`, the kind of caller `aud`, the end `exp`."""

    aud: Literal["staff", "station"]
    tid: UUID
    sub: UUID
    iat: int
    exp: int
    iss: str = _ISSUER
    epo: int = 0
    """The station's epoch; 0 for staff."""
    fam: UUID | None = None
    """The family of refresh tokens that staff signed in with; None for a station."""


class _Header(msgspec.Struct, frozen=True):
    alg: Literal["EdDSA"]
    kid: UUID


def issue_for_staff(tx: Tx, office: Office, tenant_id: UUID, account_id: UUID, family: UUID) -> str:
    """A token for an account of staff. It ends with the sign-in whose refresh tokens have this family."""
    issued, ends = _times(office)
    return _sign(tx, office, Claims("staff", tenant_id, account_id, issued, ends, fam=family))


def issue_for_station(tx: Tx, office: Office, life: Holder) -> str:
    """A token for a life of a station."""
    issued, ends = _times(office)
    return _sign(tx, office, Claims("station", life.tenant_id, life.station_id, issued, ends, epo=life.epoch))


def _times(office: Office) -> tuple[int, int]:
    now = office.clock.now()
    return int(now.timestamp()), int((now + LIFE).timestamp())


def _sign(tx: Tx, office: Office, claims: Claims) -> str:
    signing = named_key(tx, office, claims.tid)
    body: dict[str, Any] = msgspec.to_builtins(claims)
    return jwt.encode(body, signing.key, algorithm=_ALGORITHM, headers={"kid": str(signing.id)})


MOST_VERIFIED = 10_000
"""How many verified tokens are remembered; when the limit is reached, all are forgotten and verified again."""


@dataclass(frozen=True, slots=True)
class TokenReader:
    """Verifies tokens, mostly without the database.

    `keys` caches public keys by tenant and key id: a key never changes under its id. `verified` caches the claims of
    tokens whose signature is valid. The expiry of a token is checked on every read.
    """

    office: Office
    keys: dict[tuple[UUID, UUID], Ed25519PublicKey]
    verified: dict[str, Claims] = field(default_factory=dict)

    def read(self, token: str, before_look_up: Callable[[], None] = lambda: None) -> Claims:
        """The claims of a valid token. `before_look_up` is called before a database query and may raise.

        Raises NotSignedIn.
        """
        claims = self.verified.get(token)
        if claims is None:
            claims = self._verify(token, before_look_up)
            if len(self.verified) >= MOST_VERIFIED:
                self.verified.clear()
            self.verified[token] = claims
        if claims.iss != _ISSUER or not claims.iat - _SKEW_S <= self.office.clock.now().timestamp() < claims.exp:
            raise NotSignedIn
        return claims

    def reads_without_database(self, token: str) -> bool:
        """Whether `read` needs no query for this token: its key is cached, or it is malformed."""
        if token in self.verified:
            return True
        try:
            claims, key_id = _unverified(token)
        except NotSignedIn:
            return True
        return (claims.tid, key_id) in self.keys

    def _verify(self, token: str, before_look_up: Callable[[], None]) -> Claims:
        claims, key_id = _unverified(token)
        key = self._key(claims.tid, key_id, before_look_up)
        try:
            jwt.decode(token, key, algorithms=[_ALGORITHM], options=_ONLY_SIGNATURE)
        except jwt.InvalidTokenError as error:
            raise NotSignedIn from error
        return claims

    def _key(self, tenant_id: UUID, key_id: UUID, before_look_up: Callable[[], None]) -> Ed25519PublicKey:
        cached = self.keys.get((tenant_id, key_id))
        if cached is not None:
            return cached
        before_look_up()  # a forged token names a new key id each time, so that every one of them costs a query
        with self.office.database.tenant(tenant_id) as tx:
            stored = rows.public_key(tx, tenant_id, key_id)
        if stored is None:
            raise NotSignedIn
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(stored))
        self.keys[tenant_id, key_id] = key
        return key


def _unverified(token: str) -> tuple[Claims, UUID]:
    """The claims of a token and the id of its key, before the signature is verified. Raises NotSignedIn."""
    try:
        header = msgspec.convert(jwt.get_unverified_header(token), _Header, strict=False)
        payload = jwt.decode(token, options={"verify_signature": False})
        return msgspec.convert(payload, Claims, strict=False), header.kid
    except (jwt.InvalidTokenError, msgspec.ValidationError) as error:
        raise NotSignedIn from error


_SKEW_S = 60
"""How far the clocks of several HQ processes may differ."""
_ONLY_SIGNATURE: Any = {  # the other claims are checked against HQ's own clock
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
}
