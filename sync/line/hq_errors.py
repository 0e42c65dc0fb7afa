"""Refusals and failures of HQ as the station's errors. HQ's error codes are read in this module only."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused, Unavailable
from sync.line.messages import Failure


@dataclass(eq=False)
class HqUnreachable(Unavailable):
    """HQ did not answer, or its response was cut short: the request may have been carried out or not."""

    code: ClassVar[str] = "CEN-01"


@dataclass(eq=False)
class HqBusy(Unavailable):
    """HQ answered that it cannot serve the request now."""

    code: ClassVar[str] = "CEN-02"


@dataclass(eq=False)
class BadAnswer(Unavailable):
    """The response is not valid: its seal is missing or wrong, or its content is not what was requested.

    It is discarded, as if no response had arrived.
    """

    code: ClassVar[str] = "CEN-03"


@dataclass(eq=False)
class NotHeadOffice(Unavailable):
    """Something else answered in HQ's place: the sign-in page of a network, or the server of a wrong address."""

    code: ClassVar[str] = "CEN-29"


class CertificateFlaw(StrEnum):
    """Why a certificate is not believed. `UNCHECKED`: a reason that only the TLS library can name."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    OTHER_NAME = "other_name"
    SELF_SIGNED = "self_signed"
    UNKNOWN_AUTHORITY = "unknown_authority"
    UNREADABLE_AUTHORITY = "unreadable_authority"
    UNCHECKED = "unchecked"


@dataclass(eq=False)
class CertificateNotTrusted(Unavailable):
    """HQ's certificate is not believed, or the file of the authority that is to vouch for it cannot be read."""

    code: ClassVar[str] = "CEN-28"

    flaw: CertificateFlaw = CertificateFlaw.UNCHECKED


class AddressFlaw(StrEnum):
    """Why a text is no address of HQ."""

    NOT_READABLE = "not_readable"
    NOT_ENCRYPTED = "not_encrypted"
    WITH_PASSWORD = "with_password"  # noqa: S105  # the name of a flaw
    WITH_QUERY = "with_query"


@dataclass(eq=False)
class BadAddress(Refused):
    """The address of HQ must be https, or http on the same machine; a path may follow."""

    code: ClassVar[str] = "CEN-04"

    url: str
    flaw: AddressFlaw


@dataclass(eq=False)
class HqRefused(Refused):
    """HQ refused the request. `hq_code` is HQ's error code and `why` its message, for support.

    The station acts on the subclass.
    """

    code: ClassVar[str] = "CEN-10"

    hq_code: str
    why: str = ""


@dataclass(eq=False)
class SessionOver(HqRefused):
    """Another session was opened since; request the head again."""

    code: ClassVar[str] = "CEN-11"


@dataclass(eq=False)
class RequestTooOld(HqRefused):
    """HQ has already answered a later request of this session."""

    code: ClassVar[str] = "CEN-12"


@dataclass(eq=False)
class EntriesMissing(HqRefused):
    """HQ lacks entries before those that were sent; the next one that it expects is `expected`."""

    code: ClassVar[str] = "CEN-13"

    expected: int = 0


@dataclass(eq=False)
class ForkDetected(HqRefused):
    """HQ has a different entry at a position of this chain: two stores wrote it."""

    code: ClassVar[str] = "CEN-14"


@dataclass(eq=False)
class RewindDetected(HqRefused):
    """HQ has more entries of this chain than the store, which is an older copy."""

    code: ClassVar[str] = "CEN-15"


@dataclass(eq=False)
class EpochOver(HqRefused):
    """This life of the store has ended at HQ."""

    code: ClassVar[str] = "CEN-16"


@dataclass(eq=False)
class ResyncNeeded(HqRefused):
    """HQ cannot continue the feed from this cursor; a snapshot is needed."""

    code: ClassVar[str] = "CEN-17"


@dataclass(eq=False)
class ChunkGone(HqRefused):
    """HQ no longer has the snapshot; a new one is needed."""

    code: ClassVar[str] = "CEN-18"


@dataclass(eq=False)
class NotAuthenticated(HqRefused):
    """The token expired, or HQ does not accept the station's key."""

    code: ClassVar[str] = "CEN-19"


@dataclass(eq=False)
class RightsTaken(HqRefused):
    """The requested seats or places are sold, or granted to another station."""

    code: ClassVar[str] = "CEN-20"


@dataclass(eq=False)
class TooManyUnsold(HqRefused):
    """The station holds as many unsold seats, places or turns as HQ lets it take by itself."""

    code: ClassVar[str] = "CEN-34"


@dataclass(eq=False)
class SaleUnknown(HqRefused):
    """HQ has no document with this number, and no ticket with this code."""

    code: ClassVar[str] = "CEN-35"


@dataclass(eq=False)
class CodeUnknown(HqRefused):
    """No station can be enrolled with this code."""

    code: ClassVar[str] = "CEN-24"


@dataclass(eq=False)
class CodeUsed(HqRefused):
    """The code was already used to enrol another machine."""

    code: ClassVar[str] = "CEN-25"


@dataclass(eq=False)
class CodeExpired(HqRefused):
    """The code has expired, or was replaced by a newer one."""

    code: ClassVar[str] = "CEN-26"


@dataclass(eq=False)
class KeyTaken(HqRefused):
    """Another station is enrolled with the key of this profile."""

    code: ClassVar[str] = "CEN-27"


@dataclass(eq=False)
class EpochNotApproved(HqRefused):
    """No supervisor has approved a new life of this station yet."""

    code: ClassVar[str] = "CEN-31"


@dataclass(eq=False)
class StationStopped(HqRefused):
    """HQ has stopped the station, or regards it as lost or withdrawn; `status` is HQ's word for it."""

    code: ClassVar[str] = "CEN-32"

    status: str = ""


_BY_CODE: dict[str, type[HqRefused]] = {
    "SESSION": SessionOver,
    "OLD": RequestTooOld,
    "FORK": ForkDetected,
    "REWIND": RewindDetected,
    "STALE_EPOCH": EpochOver,
    "RESYNC": ResyncNeeded,
    "NO_SUCH_CHUNK": ChunkGone,
    "UNAUTHENTICATED": NotAuthenticated,
    "SEATS_TAKEN": RightsTaken,
    "PLACES_TAKEN": RightsTaken,
    "TOO_MANY_UNSOLD": TooManyUnsold,
    "NO_SUCH_SALE": SaleUnknown,
    "CODE_UNKNOWN": CodeUnknown,
    "CODE_USED": CodeUsed,
    "CODE_EXPIRED": CodeExpired,
    "KEY_TAKEN": KeyTaken,
    "EPOCH_NOT_APPROVED": EpochNotApproved,
}


def refusal(failure: Failure) -> HqRefused:
    """A failure of HQ as the station's error; HqRefused itself for a code that the station does not know."""
    if failure.code == "GAP":
        expected = failure.details.get("expected")
        return EntriesMissing(failure.code, failure.message, expected if isinstance(expected, int) else 0)
    if failure.code == "STATION_STATUS":
        return StationStopped(failure.code, failure.message, str(failure.details.get("status", "")))
    return _BY_CODE.get(failure.code, HqRefused)(failure.code, failure.message)
