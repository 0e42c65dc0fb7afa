"""Sells N times through the real checkout, without a window or a prompt, and prints each number after its commit.

`sell_loop.py DIR --count N` creates the store on its first use. With `--after-sale` tickets of a sale are refunded,
exchanged or reissued, or a customer is registered, in turn, and the numbers of credit notes are printed too. A number
on standard output is durable: even if this process is killed then, `taquilla verify DIR --json` finds that document,
and no number is repeated or skipped.
The key is TAQUILLA_STATION_KEY (64 hex digits) when it is set, otherwise a file beside the store.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import after_sale
from domain.calendar import CARACAS
from domain.errors import Refused, Unavailable
from domain.fiscal.clock import ClockMovedBack
from domain.fiscal.documents import FiscalDocument
from domain.ids import CartId
from domain.money.money import USD, VES, Money
from domain.payments.tenders import References, Tender
from domain.people.staff import Cashier, Role
from domain.sale.cart import Cart, CartLine
from domain.sale.closing import Offer
from domain.till.shifts import Count, DenominationCount
from domain.till.till_report import ZOverdue
from pos_app import startup
from pos_app.services.selling import browsing, checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.setup import load_setup
from pos_app.services.till import clock_guard, shifts, till_reports
from pos_app.settings import Settings, read, write
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.vault import ENVIRONMENT_KEY, KeyMissing, VaultKind
from sync import setup

SETUP = Path(__file__).with_suffix(".toml")
TICKETS = 4
DOLLARS = Money(2_000, USD)
NO_CASH = Count((DenominationCount(Money(100, VES), 0), DenominationCount(Money(100, USD), 0)))


@dataclass(frozen=True, slots=True)
class Loop:
    """A repeated sale: four tickets, twenty dollars in cash and the rest by mobile payment."""

    station: Station
    ana: Cashier
    rosa: Cashier
    line: CartLine
    tenders: tuple[Tender, ...]

    def sell(self) -> FiscalDocument:
        """Make one sale and return its document."""
        return self.complete().document

    def complete(self) -> CompletedSale:
        """Make one sale; take the Z or accept the clock first where a supervisor would have to."""
        cart = Cart(CartId(self.station.ids.new()), (self.line,))
        while True:
            cash, phone = self.tenders
            reference = References(self.station.ids.random(10).hex(), "0102", "+584121234567")
            offer = Offer((cash, replace(phone, references=reference)))
            try:
                return checkout.sell(self.station, self.ana, cart, offer)
            except ZOverdue:
                self.take_z()
            except ClockMovedBack:
                clock_guard.accept_clock(self.station, self.rosa)

    def take_z(self) -> None:
        """Close the shift, take the Z and open the next shift."""
        shifts.count(self.station, self.ana, NO_CASH)
        shifts.close_shift(self.station, self.ana, "sell_loop", approved_by=self.rosa)
        till_reports.take_z(self.station, self.rosa)
        shifts.open_shift(self.station, self.ana, ())


def main(arguments: Sequence[str] | None = None, publish: Callable[[str], None] | None = None) -> int:
    """Run the command; 1 when the profile is refused. `publish` receives each number, by default standard output."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("profile", type=Path, metavar="DIR")
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument(
        "--after-sale", action="store_true", help="also refund, exchange and reissue tickets, and register customers"
    )
    options = parser.parse_args(arguments)
    try:
        run(options.profile, options.count, publish or _print, after=after_sale.change if options.after_sale else None)
    except (Refused, Unavailable) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


After = Callable[[Loop, CompletedSale, int], Iterator[FiscalDocument]]
"""What becomes of a sale: an act on some of its tickets, by the number of the sale; yields the documents it issued."""


def run(profile: Path, count: int, publish: Callable[[str], None], after: After | None = None) -> None:
    """Sell `count` times and publish each number once its document is on the disk."""
    with startup.lock(profile):
        station = open_profile(profile)
        with closing(station.database):
            loop = begin(station)
            for turn in range(count):
                sold = loop.complete()
                publish(sold.document.printed_number)
                for document in after(loop, sold, turn) if after else ():
                    publish(document.printed_number)


def open_profile(profile: Path) -> Station:
    """The profile's station, created on first use. Continues what a killed first use left behind."""
    if startup.is_set_up(profile):
        settings = read(profile)
    else:
        kind = VaultKind.ENVIRONMENT if os.environ.get(ENVIRONMENT_KEY) else VaultKind.OPEN
        settings = Settings(vault=kind)
        write(profile, settings)
    keys = startup.load_keys(profile, settings, _no_prompt, create=True)
    text = SETUP.read_text(encoding="utf-8")
    content = setup.read(text, on=startup.SYSTEM.clock.now().astimezone(CARACAS).date())
    station = startup.create_station(profile, keys, content.tenant_id, content.station_id)
    load_setup.load(station, content, name=SETUP.name, sha256=setup.digest({SETUP.name: text}))
    return station


def begin(station: Station) -> Loop:
    """A loop on an open shift, with the tenders that pay the price exactly."""
    with station.database.read() as tx:
        people = {member.cashier.role: member.cashier for member in catalog.staff(tx, station.tenant_id)}
    ana, rosa = people[Role.CASHIER], people[Role.SUPERVISOR]
    if shifts.current(station) is None:
        shifts.open_shift(station, ana, ())
    card = browsing.performances(station)[0]
    line = CartLine(card.performance.id, card.zones[0].zone.id, card.ticket_types[0].id, TICKETS)
    cash = Tender("cash_usd", DOLLARS)
    rest = checkout.balance(station, Cart(CartId(station.ids.new()), (line,)), Offer((cash,))).missing
    return Loop(station, ana, rosa, line, (cash, Tender("pago_movil", rest)))


def _print(number: str) -> None:
    print(number, flush=True)


def _no_prompt() -> str:
    raise KeyMissing("terminal")


if __name__ == "__main__":
    sys.exit(main())
