"""The administrator at HQ, who has no screen yet: what they do through its API."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.request import Request, urlopen
from uuid import UUID

import msgspec

from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import spans
from sync.tables import canonical

_T = TypeVar("_T")


class _SignedIn(msgspec.Struct):
    access_token: str


class _Code(msgspec.Struct):
    code: str


class _Station(msgspec.Struct):
    id: UUID
    no: int


class _Stations(msgspec.Struct):
    items: tuple[_Station, ...]


class Amount(msgspec.Struct, frozen=True):
    """Minor units of a currency."""

    minor: int
    currency: str


class Share(msgspec.Struct, frozen=True):
    """What belongs to one station, cashier, method or zone."""

    name: str
    count: int
    amount: Amount


class Closing(msgspec.Struct, frozen=True):
    """A Z, as HQ knows it."""

    station: str
    number: int
    documents: int
    sales: Amount


class Consolidation(msgspec.Struct, frozen=True):
    """What all stations sold."""

    total: Amount
    stations: tuple[Share, ...]
    cashiers: tuple[Share, ...]
    methods: tuple[Share, ...]
    zones: tuple[Share, ...]
    reports: tuple[Closing, ...]


class Administrator:
    """Somebody signed in at HQ."""

    def __init__(self, url: str, new_id: Callable[[], UUID]) -> None:
        self._url = url
        self._new_id = new_id
        self._token = ""

    def sign_in(self, tenant: str, login: str, password: str) -> None:
        """Give a password for a token."""
        said = {"tenant": tenant, "login": login, "password": password}
        self._token = self._ask("POST", "/v1/sign-in", said, _SignedIn).access_token

    def station(self, no: int) -> UUID:
        """The id of a station that the set-up files made."""
        return next(each.id for each in self._ask("GET", "/v1/stations", None, _Stations).items if each.no == no)

    def add_station(self, no: int, name: str, organisation: str) -> UUID:
        """Make a station known; says its id."""
        station_id = self._new_id()
        said = {"no": no, "name": name, "organisation": organisation, "series": "A"}
        self._tell(f"/v1/stations/{station_id}", said)
        return station_id

    def code_for(self, station_id: UUID) -> str:
        """The one-time code with which it enrols."""
        return self._ask("PUT", f"/v1/stations/{station_id}/codes/{self._new_id()}", None, _Code).code

    def grant_seats(self, station_id: UUID, performance_id: PerformanceId, seats: Iterable[SeatId]) -> None:
        """Seats for this station alone."""
        listed = [{"first": span.first, "last": span.last} for span in spans(seats)]
        said = {"performance_id": str(performance_id), "seats": listed}
        self._tell(f"/v1/stations/{station_id}/seat-grants/{self._new_id()}", said)

    def grant_places(self, station_id: UUID, zone: tuple[PerformanceId, ZoneId], places: int) -> None:
        """Places of a general zone for this station."""
        said = {"performance_id": str(zone[0]), "zone_id": str(zone[1]), "places": places}
        self._tell(f"/v1/stations/{station_id}/places-grants/{self._new_id()}", said)

    def approve_next_life(self, station_id: UUID, epoch: int, reason: str) -> None:
        """Let a restored station begin a new life after this one."""
        self._tell(f"/v1/stations/{station_id}/epoch-approval", {"epoch": epoch, "reason": reason})

    def consolidation(self) -> Consolidation:
        """What all stations told of."""
        return self._ask("GET", "/v1/consolidation", None, Consolidation)

    def _tell(self, path: str, said: object) -> None:
        self._bytes("PUT", path, said)

    def _ask(self, method: str, path: str, said: object, kind: type[_T]) -> _T:
        return canonical.decode(self._bytes(method, path, said), kind)

    def _bytes(self, method: str, path: str, said: object) -> bytes:
        body = msgspec.json.encode(said) if said is not None else None
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        if not self._token:
            del headers["Authorization"]
        request = Request(self._url + path, body, headers, method=method)  # noqa: S310  # HQ on this very machine
        with urlopen(request) as answer:  # noqa: S310  # the same
            said_back: bytes = answer.read()
        return said_back
