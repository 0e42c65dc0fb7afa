"""Letting a station in: it signs a challenge with its own key and gets a token for ten minutes."""

import base64
import hashlib
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from hq.office import Office
from hq.people import tokens
from hq.people.tokens import NotSignedIn
from hq.storage.tables import challenge, station_epoch, station_life
from sync.line import seal
from sync.line.messages import AskChallenge, Assertion, Challenge, Token
from sync.tables.transaction import Tx

LIFE = timedelta(minutes=1)
_SECRET_BYTES = 16
_NONCE_BYTES = 16 + 16 + _SECRET_BYTES


def challenge_for(office: Office, asked: AskChallenge) -> Challenge:
    """What the station is to sign. One that HQ does not know gets an answer alike, which opens nothing."""
    challenge_id, secret = office.ids.new(), office.random(_SECRET_BYTES)
    now = office.clock.now()
    with office.database.tenant(asked.tenant) as tx:
        mine = (challenge.c.tenant_id == asked.tenant, challenge.c.station_id == asked.station)
        tx.execute(delete(challenge).where(*mine, challenge.c.expires_at <= now))
        t = station_life.c
        if tx.execute(select(t.epoch).where(t.tenant_id == asked.tenant, t.station_id == asked.station)).scalar():
            row = {
                "tenant_id": asked.tenant,
                "id": challenge_id,
                "station_id": asked.station,
                "hash": hashlib.sha256(secret).digest(),
                "expires_at": now + LIFE,
            }
            tx.insert(challenge, [row])
    nonce = asked.tenant.bytes + challenge_id.bytes + secret
    return Challenge(base64.urlsafe_b64encode(nonce).decode())


def token_for(office: Office, said: Assertion) -> Token:
    """A token for whoever signed the challenge, of the life that this key belongs to. Raises NotSignedIn."""
    tenant_id, challenge_id, secret = _read(said.nonce)
    with office.database.tenant(tenant_id) as tx:
        mine = (challenge.c.tenant_id == tenant_id, challenge.c.id == challenge_id)
        row = tx.execute(delete(challenge).where(*mine).returning(challenge)).first()
        known = (
            row is not None
            and bytes(row.hash) == hashlib.sha256(secret).digest()
            and office.clock.now() < row.expires_at
        )
        epoch = _epoch_of(tx, tenant_id, row.station_id, said) if known and row is not None else None
        if row is not None and epoch is not None:
            token = tokens.issue(tx, office, tenant_id, row.station_id, epoch)
            return Token(token, int(tokens.LIFE.total_seconds()))
    raise NotSignedIn  # after the commit: a challenge is answered once, rightly or wrongly


def _epoch_of(tx: Tx, tenant_id: UUID, station_id: UUID, said: Assertion) -> int | None:
    """The newest life whose key made this signature: one that ended may still bring in what it did."""
    t = station_epoch.c
    lives = tx.execute(
        select(t.epoch, t.public_key)
        .where(t.tenant_id == tenant_id, t.station_id == station_id)
        .order_by(t.epoch.desc())
    )
    words = said.nonce.encode()
    return next((life.epoch for life in lives if seal.holds(life.public_key, words, said.signature)), None)


def _read(nonce: str) -> tuple[UUID, UUID, bytes]:
    try:
        raw = base64.urlsafe_b64decode(nonce.encode("ascii"))
    except ValueError as error:
        raise NotSignedIn from error
    if len(raw) != _NONCE_BYTES:
        raise NotSignedIn
    return UUID(bytes=raw[:16]), UUID(bytes=raw[16:32]), raw[32:]
