"""Examples of a hand-over between stations: the fact of the giver, and its entry as the receiver accepts it."""

from datetime import UTC, datetime
from uuid import UUID

from domain.ids import PerformanceId, StationId, ZoneId
from domain.rights import GrantId, HandedPlaces, HandedSeats, PlacesGrant, SeatGrant, SeatSpan
from sync import facts
from sync.tables import canonical

_AT = datetime(2026, 11, 21, 15, 0, 0, 123_456, tzinfo=UTC)
HANDED_OVER = facts.RightsHandedOver(
    to_station=StationId(UUID(int=4)),
    to_epoch=2,
    seats=(
        HandedSeats(
            SeatGrant(GrantId(UUID(int=111)), PerformanceId(UUID(int=30)), (SeatSpan(0, 9), SeatSpan(40, 40))),
            "5e" * 64,
            SeatGrant(GrantId(UUID(int=120)), PerformanceId(UUID(int=30)), (SeatSpan(0, 3),)),
        ),
    ),
    places=(
        HandedPlaces(
            PlacesGrant(GrantId(UUID(int=112)), PerformanceId(UUID(int=30)), ZoneId(UUID(int=32)), 100),
            "5e" * 64,
            PlacesGrant(GrantId(UUID(int=121)), PerformanceId(UUID(int=30)), ZoneId(UUID(int=32)), 20),
            35,
        ),
    ),
)
RECEIVED = canonical.text(
    facts.HandOverEntry(
        v=1, tenant=UUID(int=1), station=UUID(int=5), epoch=1, seq=4, at=_AT, actor=None, prev="00" * 32,
        body=HANDED_OVER,
    )
)  # fmt: skip
