"""Signing a station in: it signs a challenge with its own key and gets an access token."""

import base64
import hashlib
from datetime import timedelta
from uuid import UUID

from domain.rights import Holder
from hq.office import Office
from hq.people import tokens
from hq.people.tokens import NotSignedIn
from hq.stations import rows
from sync.line import seal
from sync.line.messages import AskChallenge, Assertion, Challenge, Token
from sync.tables.transaction import Tx

LIFE = timedelta(minutes=1)
_ID_BYTES = 16
_SECRET_BYTES = 16
_NONCE_BYTES = _ID_BYTES + _ID_BYTES + _SECRET_BYTES


def challenge_for(office: Office, asked: AskChallenge) -> Challenge:
    """A nonce for the station to sign: its tenant, the id of the challenge and a secret.

    A station that is not enrolled gets a nonce of the same form that no row backs: the response reveals no ids.
    """
    challenge_id, secret = office.ids.new(), office.random(_SECRET_BYTES)
    now = office.clock.now()
    with office.database.tenant(asked.tenant) as tx:
        rows.delete_expired_challenges(tx, asked.tenant, asked.station, now)
        if rows.present_epoch(tx, asked.tenant, asked.station):
            row = {
                "tenant_id": asked.tenant,
                "id": challenge_id,
                "station_id": asked.station,
                "hash": hashlib.sha256(secret).digest(),
                "expires_at": now + LIFE,
            }
            rows.insert_challenge(tx, row)
    nonce = asked.tenant.bytes + challenge_id.bytes + secret
    return Challenge(base64.urlsafe_b64encode(nonce).decode())


def token_for(office: Office, assertion: Assertion) -> Token:
    """A token for the life of the station whose key signed the challenge. Raises NotSignedIn."""
    tenant_id, challenge_id, secret = _read(assertion.nonce)
    with office.database.tenant(tenant_id) as tx:
        row = rows.take_challenge(tx, tenant_id, challenge_id)
        is_valid = (
            row is not None
            and bytes(row.hash) == hashlib.sha256(secret).digest()
            and office.clock.now() < row.expires_at
        )
        epoch = _signing_epoch(tx, tenant_id, row.station_id, assertion) if is_valid and row is not None else None
        if row is not None and epoch is not None:
            token = tokens.issue_for_station(tx, office, Holder(tenant_id, row.station_id, epoch))
            return Token(token, int(tokens.LIFE.total_seconds()))
    # Raised after the commit: a challenge is deleted by the first answer, right or wrong.
    raise NotSignedIn


def _signing_epoch(tx: Tx, tenant_id: UUID, station_id: UUID, assertion: Assertion) -> int | None:
    """The newest life whose key made the signature. Ended lives count: they may still upload their journal."""
    words = assertion.nonce.encode()
    for life in rows.epoch_keys(tx, tenant_id, station_id):
        if seal.holds(life.public_key, words, assertion.signature):
            return life.epoch
    return None


def _read(nonce: str) -> tuple[UUID, UUID, bytes]:
    """The tenant, the id of the challenge and the secret. Raises NotSignedIn."""
    try:
        raw = base64.urlsafe_b64decode(nonce.encode("ascii"))
    except ValueError as error:
        raise NotSignedIn from error
    if len(raw) != _NONCE_BYTES:
        raise NotSignedIn
    return UUID(bytes=raw[:_ID_BYTES]), UUID(bytes=raw[_ID_BYTES : 2 * _ID_BYTES]), raw[2 * _ID_BYTES :]
