"""Live notices of sold seats, as a station reads them. They are for the seat map only and give no right to sell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import msgspec

from domain.ids import PerformanceId
from domain.rights import SeatSpan, spans
from sync.line import packing
from sync.line.hq_errors import BadAnswer
from sync.line.live_messages import Availability, SeatsChanged
from sync.tables import canonical

_SOLD, _GRANTED = 1, 3
_SEATS_A_BYTE, _BITS = 4, 2
_MOST_BYTES = 4 << 20
_MOST_EVENT_BYTES = 1 << 20
"""The largest notice names every other seat of the largest hall (60,000) and needs less."""
MEDIA_TYPE = "text/event-stream"
_decoder = msgspec.msgpack.Decoder(Availability)


@dataclass(slots=True)
class Pulse:
    """The signs of life of a live line, which breaks off after `silence_s` without one. HQ sends one each second."""

    silence_s: float
    has_beaten: bool = False


class FetchAgain(msgspec.Struct, frozen=True):
    """Notices may have been missed: fetch the availability of one performance, or of all (`performance_id` None)."""

    performance_id: UUID | None = None


LiveEvent = SeatsChanged | FetchAgain
_KINDS: dict[str, type[LiveEvent]] = {"changed": SeatsChanged, "look": FetchAgain}


def lines(parts: Iterable[bytes]) -> Iterator[str]:
    """The lines of a stream as they arrive. A line that never ends is given up. Raises BadAnswer."""
    kept = bytearray()
    for part in parts:
        *ended, begun = part.split(b"\n")
        for end in ended:
            kept += end
            yield _text(kept)
            kept.clear()
        kept += begun
        if len(kept) > _MOST_EVENT_BYTES:
            raise BadAnswer("hq", "a line too long")
    if kept:
        yield _text(kept)


def events(lines: Iterator[str]) -> Iterator[LiveEvent]:
    """Parse server-sent events from lines; an empty line ends an event. Comments and unknown kinds are skipped.

    Raises BadAnswer.
    """
    kind, data = "", ""
    for line in lines:
        name, _, value = line.partition(":")
        if name == "event":
            kind = value.strip()
        elif name == "data":
            data += value.strip()
            if len(data) > _MOST_EVENT_BYTES:
                raise BadAnswer("hq", "an event too large")
        elif not line:
            if kind in _KINDS and data:
                yield _read(data, _KINDS[kind])
            kind, data = "", ""


def unpack(raw: bytes) -> Availability:
    """Decompress and decode the availability of a performance. Raises BadAnswer."""
    try:
        return _decoder.decode(packing.unpack(raw, _MOST_BYTES))
    except (msgspec.MsgspecError, ValueError, MemoryError) as error:
        raise BadAnswer("hq", "availability") from error


def sold_of(whole: Availability) -> tuple[SeatSpan, ...]:
    """The seats that are sold, by any station."""
    return _in_state(whole, _SOLD)


def granted_of(whole: Availability) -> tuple[SeatSpan, ...]:
    """The seats that are granted to a station and not sold."""
    return _in_state(whole, _GRANTED)


def _in_state(whole: Availability, state: int) -> tuple[SeatSpan, ...]:
    return spans(
        seat
        for seat in range(min(whole.seats, len(whole.states) * _SEATS_A_BYTE))
        if whole.states[seat // _SEATS_A_BYTE] >> seat % _SEATS_A_BYTE * _BITS & 3 == state
    )


def performance_of(look: FetchAgain) -> PerformanceId | None:
    """The performance to fetch; None for all."""
    return PerformanceId(look.performance_id) if look.performance_id else None


def _text(line: bytes | bytearray) -> str:
    try:
        return line.removesuffix(b"\r").decode()
    except UnicodeDecodeError as error:
        raise BadAnswer("hq", "a line that is not UTF-8") from error


def _read(data: str, kind: type[LiveEvent]) -> LiveEvent:
    try:
        return canonical.decode(data, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadAnswer("hq", kind.__name__) from error
