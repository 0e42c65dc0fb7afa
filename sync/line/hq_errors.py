"""How HQ, or the way to it, says no, as a station understands it: HQ's own codes are read here and nowhere else."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused, Unavailable
from sync.line.messages import Failure


@dataclass(eq=False)
class HqUnreachable(Unavailable):
    """HQ did not answer, or its answer was cut short: what was asked may have happened or not."""

    code: ClassVar[str] = "CEN-01"


@dataclass(eq=False)
class HqBusy(Unavailable):
    """HQ answered that it cannot now."""

    code: ClassVar[str] = "CEN-02"


@dataclass(eq=False)
class BadAnswer(Unavailable):
    """What came back is not HQ's: no seal, another's seal, or not what was asked for. It is as if nothing had come."""

    code: ClassVar[str] = "CEN-03"


@dataclass(eq=False)
class CertificateNotTrusted(Unavailable):
    """HQ's certificate is not believed, or the file of the authority that is to vouch for it cannot be read."""

    code: ClassVar[str] = "CEN-28"


@dataclass(eq=False)
class BadAddress(Refused):
    """HQ is reached by https, or by http on this very machine."""

    code: ClassVar[str] = "CEN-04"

    url: str


@dataclass(eq=False)
class HqRefused(Refused):
    """HQ said no. `said` is its code and `why` its sentence, for support; a subclass is what the station acts on."""

    code: ClassVar[str] = "CEN-10"

    said: str
    why: str = ""


@dataclass(eq=False)
class SessionOver(HqRefused):
    """Another session was opened since: ask for the head again."""

    code: ClassVar[str] = "CEN-11"


@dataclass(eq=False)
class RequestTooOld(HqRefused):
    """HQ has answered a later request of this session."""

    code: ClassVar[str] = "CEN-12"


@dataclass(eq=False)
class EntriesMissing(HqRefused):
    """HQ has the chain up to `expected` only: go on from there."""

    code: ClassVar[str] = "CEN-13"

    expected: int = 0


@dataclass(eq=False)
class ForkFound(HqRefused):
    """HQ has another entry at a place of this chain: two stores wrote it."""

    code: ClassVar[str] = "CEN-14"


@dataclass(eq=False)
class RewindFound(HqRefused):
    """HQ has more of this chain than the store: it was put back."""

    code: ClassVar[str] = "CEN-15"


@dataclass(eq=False)
class EpochOver(HqRefused):
    """This life of the store is not HQ's any more."""

    code: ClassVar[str] = "CEN-16"


@dataclass(eq=False)
class ResyncNeeded(HqRefused):
    """HQ cannot go on from the place of the feed that was reached: a snapshot is needed."""

    code: ClassVar[str] = "CEN-17"


@dataclass(eq=False)
class ChunkGone(HqRefused):
    """The snapshot is not there any more: another one is needed."""

    code: ClassVar[str] = "CEN-18"


@dataclass(eq=False)
class NotLetIn(HqRefused):
    """The token is over, or the station's key opens nothing at HQ."""

    code: ClassVar[str] = "CEN-19"


@dataclass(eq=False)
class RightsTaken(HqRefused):
    """Seats or places that were asked for are another's, or sold."""

    code: ClassVar[str] = "CEN-20"


@dataclass(eq=False)
class CodeUnknown(HqRefused):
    """No station waits for the code."""

    code: ClassVar[str] = "CEN-24"


@dataclass(eq=False)
class CodeUsed(HqRefused):
    """The code has enrolled another machine."""

    code: ClassVar[str] = "CEN-25"


@dataclass(eq=False)
class CodeExpired(HqRefused):
    """The code was not used in its time, or a newer one was made."""

    code: ClassVar[str] = "CEN-26"


@dataclass(eq=False)
class KeyTaken(HqRefused):
    """Another station has the key of this profile."""

    code: ClassVar[str] = "CEN-27"


_BY_CODE: dict[str, type[HqRefused]] = {
    "SESSION": SessionOver,
    "OLD": RequestTooOld,
    "FORK": ForkFound,
    "REWIND": RewindFound,
    "STALE_EPOCH": EpochOver,
    "RESYNC": ResyncNeeded,
    "NO_SUCH_CHUNK": ChunkGone,
    "UNAUTHENTICATED": NotLetIn,
    "SEATS_TAKEN": RightsTaken,
    "PLACES_TAKEN": RightsTaken,
    "CODE_UNKNOWN": CodeUnknown,
    "CODE_USED": CodeUsed,
    "CODE_EXPIRED": CodeExpired,
    "KEY_TAKEN": KeyTaken,
}


def refusal(said: Failure) -> HqRefused:
    """HQ's refusal as the station's own error."""
    if said.code == "GAP":
        expected = said.details.get("expected")
        return EntriesMissing(said.code, said.message, expected if isinstance(expected, int) else 0)
    return _BY_CODE.get(said.code, HqRefused)(said.code, said.message)
