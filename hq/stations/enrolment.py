"""Enrolment: a one-time code and a station's key become a certificate; a new life of its store gets a new one."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select, update

from domain.errors import Refused
from domain.rights import Holder
from hq.audit import act_journal
from hq.audit.acts import CodeMade, StationEnrolled
from hq.journals.lives import StaleEpoch, StationStatus, StatusRefused, lock
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import fencing, issuing
from hq.signing import signing_key
from hq.storage.issue_log import Begun
from hq.storage.tables import enrolment_code, station_epoch, station_life
from sync.journal import NOTHING_BEFORE, public_key
from sync.line import seal
from sync.line.messages import Certificate, Enrol, Enrolled, OpenEpoch, epoch_words
from sync.tables import canonical, catalogue
from sync.tables.transaction import Tx

CODE_LIFE = timedelta(hours=24)
MOST_SOFTWARE_CHARACTERS = 100
_KEY = re.compile("[0-9a-f]{64}")
ENROLLED_AGAIN, RESTORED = "enrolled_again", "restored"


@dataclass(eq=False)
class UnknownCode(Refused):
    """No station waits for this code."""

    code: ClassVar[str] = "CODE_UNKNOWN"


@dataclass(eq=False)
class CodeUsed(Refused):
    """The code was used with another key."""

    code: ClassVar[str] = "CODE_USED"


@dataclass(eq=False)
class CodeExpired(Refused):
    """The code was not used in its time, or a newer one was made: have another one made."""

    code: ClassVar[str] = "CODE_EXPIRED"

    expired_at: datetime


@dataclass(eq=False)
class BadProof(Refused):
    """Whoever asks does not hold the key."""

    code: ClassVar[str] = "BAD_PROOF"


@dataclass(eq=False)
class KeyTaken(Refused):
    """Another station of the organisation has this key: each makes its own."""

    code: ClassVar[str] = "KEY_TAKEN"


@dataclass(eq=False)
class EpochNotApproved(Refused):
    """A supervisor has to approve the new life first."""

    code: ClassVar[str] = "EPOCH_NOT_APPROVED"

    epoch: int


@dataclass(frozen=True, slots=True)
class Code:
    """What a person types at the station, once."""

    id: UUID
    station_id: UUID
    text: str
    expires_at: datetime


def make_code(tx: Tx, office: Office, by: Author, station_id: UUID, code_id: UUID) -> Code:
    """A code for a station; asked for again with the same id it is the same, and older unused ones are good no more.

    Raises NoSuchStation, StatusRefused.
    """
    life = lock(tx, by.tenant_id, station_id)
    if life.status == StationStatus.REVOKED:
        raise StatusRefused(life.status)
    bits = office.keys.one_time(by.tenant_id, code_id)
    text = base64.b32encode(bits).decode().rstrip("=")
    now = office.clock.now()
    row = {
        "tenant_id": by.tenant_id,
        "id": code_id,
        "station_id": station_id,
        "hash": _hash(text),
        "created_at": now,
        "expires_at": now + CODE_LIFE,
        "used_at": None,
        "used_by": None,
        "epoch": None,
    }
    if tx.insert(enrolment_code, [row]):
        _cancel_older(tx, by.tenant_id, station_id, row)
        act_journal.append(tx, office, by.tenant_id, CodeMade(station_id, code_id), by.account_id)
    t = enrolment_code.c
    kept = tx.execute(select(t.station_id, t.expires_at).where(t.tenant_id == by.tenant_id, t.id == code_id)).one()
    if kept.station_id != station_id:
        raise UnknownCode
    return Code(code_id, station_id, "-".join(text[i : i + 5] for i in range(0, len(text), 5)), kept.expires_at)


def _cancel_older(tx: Tx, tenant_id: UUID, station_id: UUID, made: Mapping[str, Any]) -> None:
    """A slip of paper that lies about ends no life once another was written."""
    t = enrolment_code
    unused = (t.c.tenant_id == tenant_id, t.c.station_id == station_id, t.c.used_at.is_(None))
    now = made["created_at"]
    tx.execute(update(t).where(*unused, t.c.id != made["id"], t.c.expires_at > now).values(expires_at=now))


def enrol(office: Office, said: Enrol) -> Enrolled:
    """The certificate for a code and a key; the same again for the same two. Raises one of the refusals above."""
    digest = _hash(said.code)
    with office.database.platform() as tx:
        t = enrolment_code.c
        tenant_id = tx.execute(select(t.tenant_id).where(t.hash == digest)).scalar_one_or_none()
    if tenant_id is None:
        raise UnknownCode
    _must_hold(said.public_key, said.code.encode(errors="replace"), said.proof)
    with office.database.tenant(tenant_id) as tx:
        return _enrol(tx, office, tenant_id, said)


def open_epoch(tx: Tx, office: Office, station: Holder, said: OpenEpoch) -> Enrolled:
    """A new life after the one that a supervisor gave up; asking again with the same key is answered the same."""
    _must_hold(said.public_key, epoch_words(station.station_id, said.epoch), said.proof)
    life = lock(tx, station.tenant_id, station.station_id)
    if (life.epoch, life.public_key) == (said.epoch + 1, said.public_key):
        return _enrolled(tx, office, life.tenant_id, life.station_id, life.epoch)
    if life.epoch != said.epoch:
        raise StaleEpoch(said.epoch, life.epoch)
    if life.status not in {StationStatus.ACTIVE, StationStatus.FROZEN}:
        raise StatusRefused(life.status)
    if life.epoch_approved != said.epoch:
        raise EpochNotApproved(said.epoch)
    return _begin_new(tx, office, life, said.public_key, RESTORED)


def _enrol(tx: Tx, office: Office, tenant_id: UUID, said: Enrol) -> Enrolled:
    t = enrolment_code
    mine = (t.c.tenant_id == tenant_id, t.c.hash == _hash(said.code))
    station_id = tx.execute(select(t.c.station_id).where(*mine)).scalar_one()
    life = lock(tx, tenant_id, station_id)  # before the code is looked at: two who come at once stand in line here
    code = tx.execute(select(t).where(*mine)).one()
    if code.used_by == said.public_key:
        return _enrolled(tx, office, tenant_id, station_id, code.epoch)
    if code.used_by is not None:
        raise CodeUsed
    now = office.clock.now()
    if now >= code.expires_at:
        raise CodeExpired(code.expires_at)
    if life.status == StationStatus.REVOKED:
        raise StatusRefused(life.status)
    tx.execute(update(t).where(*mine).values(used_at=now, used_by=said.public_key, epoch=life.epoch + 1))
    ours = (station_life.c.tenant_id == tenant_id, station_life.c.station_id == station_id)
    tx.execute(update(station_life).where(*ours).values(software=_printable(said.software)))
    return _begin_new(tx, office, life, said.public_key, ENROLLED_AGAIN)


def _begin_new(tx: Tx, office: Office, life: Any, key: str, reason: str) -> Enrolled:
    enrolled = begin(tx, office, life, key, reason)
    s = catalogue.station.c
    row = tx.execute(select(catalogue.station).where(s.tenant_id == life.tenant_id, s.id == life.station_id)).one()
    begun = Begun(
        key, reason, row.no, row.name, row.organisation, row.series, row.printer_columns, row.difference_limits
    )
    issuing.write(tx, office, Holder(life.tenant_id, life.station_id, life.epoch + 1), begun)
    return enrolled


def begin(tx: Tx, office: Office, life: Any, key: str, reason: str) -> Enrolled:
    """End the life before, with what it held, and begin the next. `life` is the locked row of the station."""
    now, epoch = office.clock.now(), life.epoch + 1
    e = station_epoch
    station = {"tenant_id": life.tenant_id, "station_id": life.station_id}
    if life.epoch:
        fencing.fence(tx, Holder(life.tenant_id, life.station_id, life.epoch), reason, now)
        past = (e.c.tenant_id == life.tenant_id, e.c.station_id == life.station_id, e.c.epoch == life.epoch)
        tx.execute(update(e).where(*past).values(ended_at=now, reason=reason))
    tx.insert(e, [{
        **station, "epoch": epoch, "public_key": key, "enrolled_at": now, "ended_at": None, "reason": None,
    }])  # fmt: skip
    ours = (station_life.c.tenant_id == life.tenant_id, station_life.c.station_id == life.station_id)
    tx.execute(
        update(station_life)
        .where(*ours)
        .values(
            status=StationStatus.ACTIVE, epoch=epoch, public_key=key, enrolled_at=now, acknowledged=0,
            head_hash=NOTHING_BEFORE, session="", last_request=0, epoch_approved=None,
        )
    )  # fmt: skip
    act_journal.append(tx, office, life.tenant_id, StationEnrolled(life.station_id, epoch, key), None)
    _must_be_its_own(tx, life, key)  # acts stand in line: of two stations with one key that come at once one is seen
    return _enrolled(tx, office, life.tenant_id, life.station_id, epoch)


def _must_be_its_own(tx: Tx, life: Any, key: str) -> None:
    e = station_epoch.c
    others = (e.tenant_id == life.tenant_id, e.station_id != life.station_id)
    if tx.execute(select(e.epoch).where(*others, e.public_key == key).limit(1)).first():
        raise KeyTaken


def _enrolled(tx: Tx, office: Office, tenant_id: UUID, station_id: UUID, epoch: int) -> Enrolled:
    e, s = station_epoch.c, catalogue.station.c
    row = tx.execute(
        select(e.public_key, e.enrolled_at, s.no, s.name)
        .join_from(station_epoch, catalogue.station, (s.tenant_id == e.tenant_id) & (s.id == e.station_id))
        .where(e.tenant_id == tenant_id, e.station_id == station_id, e.epoch == epoch)
    ).one()
    certificate = Certificate(tenant_id, station_id, row.no, epoch, row.public_key, row.enrolled_at)
    key = signing_key(tx, office, tenant_id)
    return Enrolled(
        certificate=certificate,
        signature=seal.seal(key, canonical.encode(certificate)),
        hq_key=public_key(key),
        hq_incarnation=office.incarnation,
        station_name=row.name,
    )


def _must_hold(key: str, words: bytes, proof: str) -> None:
    """Keys are compared as texts: there is one way to write each."""
    if not _KEY.fullmatch(key) or not seal.holds(key, words, proof):
        raise BadProof


def _printable(software: str) -> str:
    return "".join(filter(str.isprintable, software))[:MOST_SOFTWARE_CHARACTERS]


def _hash(code: str) -> bytes:
    """A code is the same however it is grouped and cased."""
    return hashlib.sha256(code.upper().replace("-", "").replace(" ", "").encode(errors="replace")).digest()
