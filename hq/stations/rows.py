"""The SQL of stations: their catalogue rows, their lives, enrolment codes and challenges.

A station has one row in `station_life`, which describes its present life, and one in `station_epoch` for each life.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, delete, select, update

from hq.people import ended
from hq.storage.tables import challenge, enrolment_code, station_epoch, station_life
from sync.tables import catalogue
from sync.tables.transaction import Tx

_station = catalogue.station.c
_life = station_life.c
_epoch = station_epoch.c
_code = enrolment_code.c
_challenge = challenge.c


def station(tx: Tx, tenant_id: UUID, station_id: UUID) -> Row[Any]:
    """The catalogue row of a station."""
    return tx.execute(select(catalogue.station).where(_station.tenant_id == tenant_id, _station.id == station_id)).one()


def station_with_number(tx: Tx, tenant_id: UUID, no: int) -> UUID | None:
    """The id of the station with this number."""
    statement = select(_station.id).where(_station.tenant_id == tenant_id, _station.no == no)
    station_id: UUID | None = tx.execute(statement).scalar_one_or_none()
    return station_id


def other_station_has_number(tx: Tx, tenant_id: UUID, station_id: UUID, no: int) -> bool:
    """Whether a station other than this one has the number."""
    match = (_station.tenant_id == tenant_id, _station.no == no, _station.id != station_id)
    return tx.execute(select(_station.id).where(*match)).first() is not None


def published(tx: Tx, tenant_id: UUID, station_id: UUID) -> Row[Any] | None:
    """The catalogue row of a station; None while it is not published."""
    return tx.execute(
        select(catalogue.station).where(_station.tenant_id == tenant_id, _station.id == station_id)
    ).first()


_WITH_LIFE = select(catalogue.station, station_life).join_from(
    station_life, catalogue.station, (_station.tenant_id == _life.tenant_id) & (_station.id == _life.station_id)
)


def station_with_life(tx: Tx, tenant_id: UUID, station_id: UUID) -> Row[Any] | None:
    """The catalogue row of a station joined with the row of its life."""
    return tx.execute(_WITH_LIFE.where(_life.tenant_id == tenant_id, _station.id == station_id)).first()


def stations_after(tx: Tx, tenant_id: UUID, after: UUID | None, most: int) -> Sequence[Row[Any]]:
    """At most `most` stations with their lives, by id, from the first one after `after`."""
    statement = _WITH_LIFE.where(_life.tenant_id == tenant_id).order_by(_station.id).limit(most)
    if after is not None:
        statement = statement.where(_station.id > after)
    return tx.execute(statement).all()


def insert_life(tx: Tx, row: Mapping[str, object]) -> bool:
    """Insert the row of a station's life, and return False if the station has one."""
    return tx.insert(station_life, [row]) > 0


def update_life(tx: Tx, tenant_id: UUID, station_id: UUID, **values: object) -> None:
    """Set columns of a station's life. Its live lines end when it no longer may have one."""
    match = (_life.tenant_id == tenant_id, _life.station_id == station_id)
    tx.execute(update(station_life).where(*match).values(**values))
    if not values.keys().isdisjoint({"status", "epoch"}):
        ended.notify(tx, tenant_id, station_id)


def present_epoch(tx: Tx, tenant_id: UUID, station_id: UUID) -> int:
    """The epoch of a station's life; 0 if it is not enrolled or does not exist."""
    match = (_life.tenant_id == tenant_id, _life.station_id == station_id)
    return tx.execute(select(_life.epoch).where(*match)).scalar() or 0


def insert_epoch(tx: Tx, row: Mapping[str, object]) -> None:
    """Insert a life of a station with the key that signs its journal."""
    tx.insert(station_epoch, [row])


def end_epoch(tx: Tx, tenant_id: UUID, station_id: UUID, epoch: int, **values: object) -> None:
    """Note when and why a life ended."""
    match = (_epoch.tenant_id == tenant_id, _epoch.station_id == station_id, _epoch.epoch == epoch)
    tx.execute(update(station_epoch).where(*match).values(**values))


class EpochKey(NamedTuple):
    """An epoch and the public key, in hex, of its life."""

    epoch: int
    public_key: str


def epoch_keys(tx: Tx, tenant_id: UUID, station_id: UUID) -> list[EpochKey]:
    """The key of every life of a station, the newest life first."""
    match = (_epoch.tenant_id == tenant_id, _epoch.station_id == station_id)
    lives = tx.execute(select(_epoch.epoch, _epoch.public_key).where(*match).order_by(_epoch.epoch.desc()))
    return [EpochKey._make(life) for life in lives]


def other_station_has_key(tx: Tx, tenant_id: UUID, station_id: UUID, public_key: str) -> bool:
    """Whether a life of another station of the tenant has this key."""
    match = (_epoch.tenant_id == tenant_id, _epoch.station_id != station_id, _epoch.public_key == public_key)
    return tx.execute(select(_epoch.epoch).where(*match).limit(1)).first() is not None


class CertifiedLife(NamedTuple):
    """What a station's certificate says of one of its lives."""

    public_key: str
    enrolled_at: datetime
    no: int
    name: str


def certified_life(tx: Tx, tenant_id: UUID, station_id: UUID, epoch: int) -> CertifiedLife:
    """A life of a station with the station's number and name."""
    statement = (
        select(_epoch.public_key, _epoch.enrolled_at, _station.no, _station.name)
        .join_from(
            station_epoch,
            catalogue.station,
            (_station.tenant_id == _epoch.tenant_id) & (_station.id == _epoch.station_id),
        )
        .where(_epoch.tenant_id == tenant_id, _epoch.station_id == station_id, _epoch.epoch == epoch)
    )
    return CertifiedLife._make(tx.execute(statement).one())


def insert_code(tx: Tx, row: Mapping[str, object]) -> bool:
    """Insert a code, and return False if one has its id."""
    return tx.insert(enrolment_code, [row]) > 0


def expire_other_codes(tx: Tx, tenant_id: UUID, station_id: UUID, code_id: UUID, at: datetime) -> None:
    """Let every unused code of a station except this one expire."""
    unused = (_code.tenant_id == tenant_id, _code.station_id == station_id, _code.used_at.is_(None))
    tx.execute(update(enrolment_code).where(*unused, _code.id != code_id, _code.expires_at > at).values(expires_at=at))


class StationOfCode(NamedTuple):
    """The station that a code enrols, and until when."""

    station_id: UUID
    expires_at: datetime


def station_of_code(tx: Tx, tenant_id: UUID, code_id: UUID) -> StationOfCode:
    """The station and the expiry of the code with this id."""
    statement = select(_code.station_id, _code.expires_at).where(_code.tenant_id == tenant_id, _code.id == code_id)
    return StationOfCode._make(tx.execute(statement).one())


def tenant_of_code(tx: Tx, digest: bytes) -> UUID | None:
    """The tenant of the code with this hash; for a transaction without a tenant."""
    tenant_id: UUID | None = tx.execute(select(_code.tenant_id).where(_code.hash == digest)).scalar_one_or_none()
    return tenant_id


def station_of_code_hash(tx: Tx, tenant_id: UUID, digest: bytes) -> UUID:
    """The station of the code with this hash."""
    station_id: UUID = tx.execute(select(_code.station_id).where(*_has_hash(tenant_id, digest))).scalar_one()
    return station_id


def code_with_hash(tx: Tx, tenant_id: UUID, digest: bytes) -> Row[Any]:
    """The row of the code with this hash."""
    return tx.execute(select(enrolment_code).where(*_has_hash(tenant_id, digest))).one()


def mark_code_used(tx: Tx, tenant_id: UUID, digest: bytes, **values: object) -> None:
    """Note when, with which key and for which epoch the code with this hash was used."""
    tx.execute(update(enrolment_code).where(*_has_hash(tenant_id, digest)).values(**values))


def codes_with_numbers(tx: Tx, tenant_id: UUID) -> Sequence[Row[Any]]:
    """Every code with the number of its station, the newest first."""
    statement = (
        select(_station.no, _code.created_at, _code.expires_at, _code.used_at)
        .join_from(
            enrolment_code,
            catalogue.station,
            (_station.tenant_id == _code.tenant_id) & (_station.id == _code.station_id),
        )
        .where(_code.tenant_id == tenant_id)
        .order_by(_code.created_at.desc(), _station.no)
    )
    return tx.execute(statement).all()


def _has_hash(tenant_id: UUID, digest: bytes) -> tuple[Any, ...]:
    return _code.tenant_id == tenant_id, _code.hash == digest


def insert_challenge(tx: Tx, row: Mapping[str, object]) -> None:
    """Insert a challenge that a station is to sign."""
    tx.insert(challenge, [row])


def delete_expired_challenges(tx: Tx, tenant_id: UUID, station_id: UUID, now: datetime) -> None:
    """Delete the challenges of a station that expired."""
    match = (_challenge.tenant_id == tenant_id, _challenge.station_id == station_id)
    tx.execute(delete(challenge).where(*match, _challenge.expires_at <= now))


def take_challenge(tx: Tx, tenant_id: UUID, challenge_id: UUID) -> Row[Any] | None:
    """Delete a challenge and return its row."""
    match = (_challenge.tenant_id == tenant_id, _challenge.id == challenge_id)
    return tx.execute(delete(challenge).where(*match).returning(challenge)).first()
