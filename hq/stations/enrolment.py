"""Enrolment: a one-time code and a station's key give a certificate; a new life of its store gets a new one."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from domain.errors import Refused
from domain.rights import Holder
from domain.typed_text import compact
from hq.audit import act_journal
from hq.audit.acts import CodeMade, StationEnrolled
from hq.catalogue.publish import publish
from hq.journals.lives import StaleEpoch, StationStatus, StatusRefused, lock
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import fencing, issuing
from hq.signing import signing_key
from hq.stations import rows
from hq.storage.issue_log import Begun
from sync.journal import NO_PREVIOUS_HASH, public_key
from sync.line import seal
from sync.line.messages import Certificate, Enrol, Enrolled, OpenEpoch, epoch_words
from sync.tables import canonical
from sync.tables.catalogue import station_key
from sync.tables.transaction import Tx

CODE_LIFE = timedelta(hours=24)
MOST_SOFTWARE_CHARACTERS = 100
_CODE_GROUP = 5
_KEY = re.compile("[0-9a-f]{64}")
ENROLLED_AGAIN, RESTORED = "enrolled_again", "restored"


@dataclass(eq=False)
class UnknownCode(Refused):
    """No station of HQ has this enrolment code."""

    code: ClassVar[str] = "CODE_UNKNOWN"


@dataclass(eq=False)
class CodeUsed(Refused):
    """The code was used with another key."""

    code: ClassVar[str] = "CODE_USED"


@dataclass(eq=False)
class CodeExpired(Refused):
    """The code expired, or a newer one was made for the station: have another code made."""

    code: ClassVar[str] = "CODE_EXPIRED"

    expired_at: datetime


@dataclass(eq=False)
class BadProof(Refused):
    """The signature does not prove that the caller has the private key."""

    code: ClassVar[str] = "BAD_PROOF"


@dataclass(eq=False)
class KeyTaken(Refused):
    """Another station of the organisation has this key: each station makes its own."""

    code: ClassVar[str] = "KEY_TAKEN"


@dataclass(eq=False)
class EpochNotApproved(Refused):
    """A supervisor has to approve the new life first."""

    code: ClassVar[str] = "EPOCH_NOT_APPROVED"

    epoch: int


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code that a person types at the station."""

    id: UUID
    station_id: UUID
    text: str
    expires_at: datetime


class CodeState(StrEnum):
    """Whether a code can still enrol its station."""

    GOOD = "good"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class MadeCode:
    """A code that was made for the station with the number `no`. HQ does not keep the code itself."""

    no: int
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None

    def state(self, at: datetime) -> CodeState:
        """Its state at an instant."""
        if self.used_at:
            return CodeState.USED
        return CodeState.EXPIRED if self.expires_at <= at else CodeState.GOOD


def codes(tx: Tx, tenant_id: UUID) -> list[MadeCode]:
    """Every code of the organisation, the newest first."""
    return [
        MadeCode(row.no, row.created_at, row.expires_at, row.used_at) for row in rows.codes_with_numbers(tx, tenant_id)
    ]


def make_code(tx: Tx, office: Office, by: Author, station_id: UUID, code_id: UUID) -> Code:
    """A code for a station. The same id gives the same code again; a new id lets older unused codes expire.

    Raises NoSuchStation, StatusRefused or UnknownCode when the id is another station's.
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
    if rows.insert_code(tx, row):
        # A code on a slip of paper left lying about must not end a life that a newer code begins.
        rows.expire_other_codes(tx, by.tenant_id, station_id, code_id, now)
        act_journal.append(tx, office, by.tenant_id, CodeMade(station_id, code_id), by.account_id)
    stored = rows.station_of_code(tx, by.tenant_id, code_id)
    if stored.station_id != station_id:
        raise UnknownCode
    groups = (text[i : i + _CODE_GROUP] for i in range(0, len(text), _CODE_GROUP))
    return Code(code_id, station_id, "-".join(groups), stored.expires_at)


def enrol(office: Office, request: Enrol) -> Enrolled:
    """The certificate for a code and a key. The same code and key get the same certificate again.

    Raises UnknownCode, BadProof, CodeUsed, CodeExpired, StatusRefused or KeyTaken.
    """
    with office.database.platform() as tx:
        tenant_id = rows.tenant_of_code(tx, _hash(request.code))
    if tenant_id is None:
        raise UnknownCode
    _must_prove(request.public_key, request.code.encode(errors="replace"), request.proof)
    with office.database.tenant(tenant_id) as tx:
        return _enrol(tx, office, tenant_id, request)


def open_epoch(tx: Tx, office: Office, station: Holder, request: OpenEpoch) -> Enrolled:
    """Begin a new life after the one that a supervisor gave up. The same key gets the same certificate again.

    Raises BadProof, NoSuchStation, StaleEpoch, StatusRefused, EpochNotApproved or KeyTaken.
    """
    _must_prove(request.public_key, epoch_words(station.station_id, request.epoch), request.proof)
    life = lock(tx, station.tenant_id, station.station_id)
    if (life.epoch, life.public_key) == (request.epoch + 1, request.public_key):
        return _certify(tx, office, life.tenant_id, life.station_id, life.epoch)
    if life.epoch != request.epoch:
        raise StaleEpoch(request.epoch, life.epoch)
    if life.status not in {StationStatus.ACTIVE, StationStatus.FROZEN}:
        raise StatusRefused(life.status)
    if life.epoch_approved != request.epoch:
        raise EpochNotApproved(request.epoch)
    return _begin_new(tx, office, life, request.public_key, RESTORED)


def begin(tx: Tx, office: Office, life: Any, key: str, reason: str) -> Enrolled:
    """End the present life, fence its rights and begin the next one. `life` is the locked row of the station.

    `reason` is why the present life ends. Raises KeyTaken.
    """
    now, epoch = office.clock.now(), life.epoch + 1
    tenant_id, station_id = life.tenant_id, life.station_id
    if life.epoch:
        fencing.fence(tx, Holder(tenant_id, station_id, life.epoch), reason, now)
        rows.end_epoch(tx, tenant_id, station_id, life.epoch, ended_at=now, reason=reason)
    rows.insert_epoch(tx, {
        "tenant_id": tenant_id, "station_id": station_id, "epoch": epoch, "public_key": key, "enrolled_at": now,
        "ended_at": None, "reason": None,
    })  # fmt: skip
    rows.update_life(
        tx, tenant_id, station_id, status=StationStatus.ACTIVE, epoch=epoch, public_key=key, enrolled_at=now,
        acknowledged=0, head_hash=NO_PREVIOUS_HASH, session="", last_request=0, epoch_approved=None,
    )  # fmt: skip
    act_journal.append(tx, office, tenant_id, StationEnrolled(station_id, epoch, key), None)
    # Checked after the act, whose lock two stations that enrol at once take in turn: the second sees the first's key.
    if rows.other_station_has_key(tx, tenant_id, station_id, key):
        raise KeyTaken
    known_key = {"tenant_id": tenant_id, "station_id": station_id, "epoch": epoch, "public_key": key}
    publish(tx, tenant_id, now, {station_key: [known_key]})  # last, as its lock is
    return _certify(tx, office, tenant_id, station_id, epoch)


def _enrol(tx: Tx, office: Office, tenant_id: UUID, request: Enrol) -> Enrolled:
    digest = _hash(request.code)
    station_id = rows.station_of_code_hash(tx, tenant_id, digest)
    # Locked before the code is read: of two callers with one code, the second one sees that it was used.
    life = lock(tx, tenant_id, station_id)
    code = rows.code_with_hash(tx, tenant_id, digest)
    if code.used_by == request.public_key:
        return _certify(tx, office, tenant_id, station_id, code.epoch)
    if code.used_by is not None:
        raise CodeUsed
    now = office.clock.now()
    if now >= code.expires_at:
        raise CodeExpired(code.expires_at)
    if life.status == StationStatus.REVOKED:
        raise StatusRefused(life.status)
    rows.mark_code_used(tx, tenant_id, digest, used_at=now, used_by=request.public_key, epoch=life.epoch + 1)
    rows.update_life(tx, tenant_id, station_id, software=_printable(request.software))
    return _begin_new(tx, office, life, request.public_key, ENROLLED_AGAIN)


def _begin_new(tx: Tx, office: Office, life: Any, key: str, reason: str) -> Enrolled:
    """Begin the next life and write it to the issue log, from which recovery can begin it again."""
    enrolled = begin(tx, office, life, key, reason)
    row = rows.station(tx, life.tenant_id, life.station_id)
    begun = Begun(
        key,
        reason,
        row.no,
        row.name,
        row.organisation,
        row.series,
        row.printer_columns,
        row.difference_limits,
        row.blind_count,
    )
    issuing.write(tx, office, Holder(life.tenant_id, life.station_id, life.epoch + 1), begun)
    return enrolled


def _certify(tx: Tx, office: Office, tenant_id: UUID, station_id: UUID, epoch: int) -> Enrolled:
    """The signed certificate of a life that was begun."""
    life = rows.certified_life(tx, tenant_id, station_id, epoch)
    certificate = Certificate(tenant_id, station_id, life.no, epoch, life.public_key, life.enrolled_at)
    key = signing_key(tx, office, tenant_id)
    return Enrolled(
        certificate=certificate,
        signature=seal.seal(key, canonical.encode(certificate)),
        hq_key=public_key(key),
        hq_incarnation=office.incarnation,
        station_name=life.name,
    )


def _must_prove(key: str, words: bytes, proof: str) -> None:
    """Raises BadProof unless the key signed the words."""
    # Keys are compared as text elsewhere, so only one spelling of a key is accepted.
    if not _KEY.fullmatch(key) or not seal.holds(key, words, proof):
        raise BadProof


def _printable(software: str) -> str:
    return "".join(filter(str.isprintable, software))[:MOST_SOFTWARE_CHARACTERS]


def _hash(code: str) -> bytes:
    """The SHA-256 of a code, whatever its grouping and case."""
    return hashlib.sha256(compact(code).upper().replace("-", "").encode(errors="replace")).digest()
