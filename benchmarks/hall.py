"""A station for benchmarks: a stadium of 60,000 seats and general admission in a new encrypted store, shift open."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.stadium import stadium
from domain.calendar import CARACAS
from domain.catalogue.catalog import ZoneKind
from domain.ids import CartId, SeatId
from domain.money.money import USD, VES, Money
from domain.payments.tenders import Tender
from domain.people.staff import Cashier, Role
from domain.sale.cart import Cart, CartLine
from domain.sale.closing import Offer
from pos_app import startup
from pos_app.services.people import sign_in
from pos_app.services.selling import browsing
from pos_app.services.selling.browsing import PerformanceCard, ZoneCard
from pos_app.services.setup import load_setup
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.vault import Secrets
from sync import setup

SEATS_A_ZONE = 30_000
MIXED = Offer((Tender("cash_usd", Money(50_00, USD)), Tender("cash_ves", Money(9_000_000_00, VES))))
"""Two payments and change; enough for every cart of the benchmarks."""


@dataclass(frozen=True, slots=True)
class Hall:
    """The station, its cashier, and the performances for sale."""

    station: Station
    cashier: Cashier
    seated: PerformanceCard
    standing: PerformanceCard

    def seats(self, first: int, count: int = 4) -> Cart:
        """A cart of adjacent numbered seats in the lower ring."""
        zone = _zone(self.seated, ZoneKind.NUMBERED).zone
        lines = tuple(
            CartLine(self.seated.performance.id, zone.id, self.seated.ticket_types[0].id, 1, SeatId(first + i))
            for i in range(count)
        )
        return Cart(CartId(self.station.ids.new()), lines)

    def places(self, count: int) -> Cart:
        """A cart of general admission."""
        zone = _zone(self.standing, ZoneKind.GENERAL).zone
        line = CartLine(self.standing.performance.id, zone.id, self.standing.ticket_types[0].id, count)
        return Cart(CartId(self.station.ids.new()), (line,))


def set_up_text() -> str:
    """The set-up file: organisation, numbers, taxes and rates, the stadium, and a field with standing places."""
    return (Path(__file__).parent / "hall.toml").read_text(encoding="utf-8") + stadium()


def open_hall(folder: Path | None = None, text: str = "") -> Hall:
    """Create a store from a set-up file, by default from `set_up_text`, and open its shift."""
    profile = folder or Path(tempfile.mkdtemp(prefix="taquilla-bench-"))
    today = datetime.now(UTC).astimezone(CARACAS).date()  # noqa: TID251  # the rates must be of the day of the run
    content = setup.read(text or set_up_text(), on=today)
    station = startup.create_station(profile, Secrets.derive(bytes(32)), content.tenant_id, content.station_id)
    load_setup.load(station, content, name="hall", sha256="0" * 64)
    cards = browsing.performances(station)
    card = next(member for member in sign_in.staff(station) if member.role is Role.CASHIER)
    cashier = Cashier(card.id, card.name, card.role)
    shifts.open_shift(station, cashier, (Money(1_000_00, VES), Money(100_00, USD)))
    return Hall(station, cashier, _of_kind(cards, ZoneKind.NUMBERED), _of_kind(cards, ZoneKind.GENERAL))


def _of_kind(cards: tuple[PerformanceCard, ...], kind: ZoneKind) -> PerformanceCard:
    return next(card for card in cards if any(zone.zone.kind is kind for zone in card.zones))


def _zone(card: PerformanceCard, kind: ZoneKind) -> ZoneCard:
    return next(zone for zone in card.zones if zone.zone.kind is kind)
