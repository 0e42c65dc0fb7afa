"""The administrator at HQ: what they do, through HQ's API."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.request import ProxyHandler, Request, build_opener
from uuid import UUID

import msgspec

from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import spans
from sync.tables import canonical

_T = TypeVar("_T")
# HQ runs on this machine: the proxy that the environment names cannot reach it.
_NO_PROXY = build_opener(ProxyHandler({}))


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
    """An amount in minor units of a currency."""

    minor: int
    currency: str


class Share(msgspec.Struct, frozen=True):
    """The count and the sum of one station, cashier, method or zone."""

    name: str
    count: int
    amount: Amount


class Closing(msgspec.Struct, frozen=True):
    """A Z report, as HQ stores it."""

    station: str
    number: int
    documents: int
    sales: Amount


class Consolidation(msgspec.Struct, frozen=True):
    """The sums of all stations."""

    total: Amount
    stations: tuple[Share, ...]
    cashiers: tuple[Share, ...]
    methods: tuple[Share, ...]
    zones: tuple[Share, ...]
    reports: tuple[Closing, ...]


class Administrator:
    """A client of HQ's API; every method but `sign_in` needs a sign-in first."""

    def __init__(self, url: str, new_id: Callable[[], UUID]) -> None:
        self._url = url
        self._new_id = new_id
        self._token = ""

    def sign_in(self, tenant: str, login: str, password: str) -> None:
        """Exchange a password for a token."""
        body = {"tenant": tenant, "login": login, "password": password}
        self._token = self._fetch("POST", "/v1/sign-in", body, _SignedIn).access_token

    def station(self, no: int) -> UUID:
        """The id of the station with this number."""
        stations = self._fetch("GET", "/v1/stations", None, _Stations).items
        return next(station.id for station in stations if station.no == no)

    def add_station(self, no: int, name: str, organisation: str) -> UUID:
        """Register a station; returns its id."""
        station_id = self._new_id()
        self._put(f"/v1/stations/{station_id}", {"no": no, "name": name, "organisation": organisation, "series": "A"})
        return station_id

    def code_for(self, station_id: UUID) -> str:
        """The one-time code with which a station enrols."""
        return self._fetch("PUT", f"/v1/stations/{station_id}/codes/{self._new_id()}", None, _Code).code

    def grant_seats(self, station_id: UUID, performance_id: PerformanceId, seats: Iterable[SeatId]) -> None:
        """Grant seats to a station."""
        listed = [{"first": span.first, "last": span.last} for span in spans(seats)]
        body = {"performance_id": str(performance_id), "seats": listed}
        self._put(f"/v1/stations/{station_id}/seat-grants/{self._new_id()}", body)

    def grant_places(self, station_id: UUID, zone: tuple[PerformanceId, ZoneId], places: int) -> None:
        """Grant places of a general zone to a station."""
        body = {"performance_id": str(zone[0]), "zone_id": str(zone[1]), "places": places}
        self._put(f"/v1/stations/{station_id}/places-grants/{self._new_id()}", body)

    def approve_next_life(self, station_id: UUID, epoch: int, reason: str) -> None:
        """Let a restored station begin a new life after this epoch."""
        self._put(f"/v1/stations/{station_id}/epoch-approval", {"epoch": epoch, "reason": reason})

    def consolidation(self) -> Consolidation:
        """The sums of all stations."""
        return self._fetch("GET", "/v1/consolidation", None, Consolidation)

    def _put(self, path: str, content: object) -> None:
        self._send("PUT", path, content)

    def _fetch(self, method: str, path: str, content: object, kind: type[_T]) -> _T:
        return canonical.decode(self._send(method, path, content), kind)

    def _send(self, method: str, path: str, content: object) -> bytes:
        body = msgspec.json.encode(content) if content is not None else None
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        if not self._token:
            del headers["Authorization"]
        request = Request(self._url + path, body, headers, method=method)  # noqa: S310  # HQ on this very machine
        with _NO_PROXY.open(request) as response:
            received: bytes = response.read()
        return received
