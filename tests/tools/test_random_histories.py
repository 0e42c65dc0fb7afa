"""Whatever a counter does, the verifier that stands alone computes the same figures: random days of several houses."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from domain.after_sale.refunds import Terms
from domain.errors import Refused
from domain.fiscal.forms import control_after
from domain.fiscal.spoiled_forms import SpoilCause
from domain.money.money import EUR, USD, VES, Currency, Money
from domain.payments.change import ChangeIn
from domain.payments.tenders import References, Tender
from domain.sale.cart import Cart, Customer
from domain.sale.closing import Offer
from pos_app.services.after_sale import exchanges, refunds
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.documents import documents
from pos_app.services.proof.evidence import write_evidence
from pos_app.services.proof.verify import verify
from pos_app.services.rights import spoiled_forms
from pos_app.services.rights.spoiled_forms import Cause
from pos_app.services.selling import carts, checkout
from pos_app.services.selling.checkout import CompletedSale, Wanted
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from tests.builders import stations
from tests.builders.counts import NONE_LEFT
from tests.builders.refunds import refundable
from tests.builders.stations import general_cart, seats_cart
from tests.pos_app import priced_houses
from tests.pos_app.priced_houses import IN_BOLIVARES, IN_EUROS, IN_PESOS, ON_TOP
from tests.tools.bundles import verdict

HOUSES = {"dollars": (), "on_top": ON_TOP, "bolivares": IN_BOLIVARES, "euros": IN_EUROS, "pesos": IN_PESOS}
ACTS = 40


class Day:
    """Somebody at the counter who does one thing after another, by chance."""

    def __init__(self, till: Station, chance: random.Random) -> None:
        self.till, self.chance = till, chance
        self.sold: list[CompletedSale] = []
        self.seats = [f"{row}-{number}" for row in "AB" for number in range(1, 11)]
        self.references = iter(range(10_000_000, 99_999_999))

    def cart(self) -> Cart:
        return replace(self.places(), customer=Customer("Ana Pérez", "V12345678"))

    def places(self) -> Cart:
        kind = self.chance.choice(["Adulto", "Adulto", "Estudiante", "Cortesía"])
        if self.chance.random() < 0.4 and len(self.seats) > 3:
            return seats_cart(self.till, [self.seats.pop() for _ in range(self.chance.randint(1, 3))], kind)
        return general_cart(self.till, self.chance.randint(1, 4), kind)

    def tenders(self, missing: Money) -> Iterator[Tender]:
        """Some dollars, euros or a transfer first; bolívares in cash cover the rest and more."""
        for _ in range(self.chance.randint(0, 2)):
            currency = self.chance.choice([USD, EUR, VES])
            yield from self.tender(currency, Money(self.chance.randint(1, 30) * 50, currency))
        yield Tender("cash_ves", missing + missing + Money(self.chance.randint(0, 10_000), VES))

    def tender(self, currency: Currency, amount: Money) -> Iterator[Tender]:
        reference = References(reference=str(next(self.references)), bank="0102", phone="+584121234567", payer="Ana")
        if currency == EUR:
            yield Tender("cash_eur", amount)
        elif currency == VES:
            yield Tender("pago_movil", amount, References(reference.reference, "0102", "+584121234567"))
        elif self.chance.random() < 0.5:
            yield Tender("zelle", amount, References(reference=reference.reference, payer="Ana"))
        else:
            yield Tender("cash_usd", amount)

    def offer(self, cart: Cart) -> Offer:
        due = checkout.balance(self.till, cart, Offer(())).missing
        change = self.chance.choice([ChangeIn.CASH_VES, ChangeIn.CASH_USD, ChangeIn.CASH_EUR])
        return Offer(tuple(self.tenders(due)), change)

    def sell(self) -> None:
        cart = self.cart()
        self.sold.append(checkout.sell(self.till, stations.rosa(self.till), cart, self.offer(cart)))

    def request(self) -> RefundRequest:
        sale = self.chance.choice(self.sold).sale
        alive = [offer.sold.id for offer in refundable(self.till, sale.id).tickets]
        chosen = tuple(self.chance.sample(alive, self.chance.randint(min(1, len(alive)), len(alive))))
        percent = Decimal(self.chance.choice([100, 100, 50, 33]))
        terms = Terms(percent, with_fee=self.chance.random() < 0.5, release=self.chance.random() < 0.5)
        return RefundRequest(sale.id, chosen, "cash_ves", "No puede venir", terms)

    def give_back(self) -> None:
        refunds.refund(self.till, stations.ana(self.till), self.request(), stations.rosa(self.till))

    def exchange(self) -> None:
        cart = general_cart(self.till, self.chance.randint(1, 3))
        wanted = Wanted(cart, self.offer(cart))
        done = exchanges.exchange(self.till, stations.ana(self.till), self.request(), wanted, stations.rosa(self.till))
        self.sold.append(done.sale)

    def copy(self) -> None:
        document = self.chance.choice(self.sold).document.id
        documents.reprint(self.till, stations.ana(self.till), document)

    def spoil(self) -> None:
        """The next form, that of a document, or a form that the printer passes over."""
        rosa, following = stations.rosa(self.till), spoiled_forms.read(self.till).supply.next_control
        document = self.chance.choice(self.sold).document.id
        controls = [documents.load(self.till, document)[1].control_number, following]
        if self.chance.random() < 0.3:
            spoiled_forms.show_next(self.till, rosa, control_after(following, 1))
        else:
            spoiled_forms.spoil(self.till, rosa, self.chance.choice(controls), Cause(SpoilCause.JAMMED))

    def void(self) -> None:
        carts.void(self.till, stations.ana(self.till), general_cart(self.till, 1))

    def read_x(self) -> None:
        till_reports.read_x(self.till, stations.rosa(self.till))

    def close(self) -> None:
        shifts.count(self.till, stations.ana(self.till), NONE_LEFT)
        shifts.close_shift(self.till, stations.ana(self.till), "sin contar", approved_by=stations.rosa(self.till))
        till_reports.take_z(self.till, stations.rosa(self.till))
        stations.open_shift(self.till)

    def live(self) -> int:
        """Do things by chance; returns how many were not refused."""
        acts = (
            [self.sell] * 5
            + [self.give_back] * 3
            + [self.exchange] * 2
            + [self.copy, self.void, self.read_x, self.close, self.spoil, self.spoil]
        )
        done = 0
        self.sold.append(stations.sell(self.till, general_cart(self.till, 3)))
        for act in self.chance.choices(acts, k=ACTS):
            stations.clock_of(self.till).advance(seconds=self.chance.randint(0, 90))
            try:
                act()
            except Refused:  # numbers, places and money run out, and tickets end
                continue
            done += 1
        return done


@pytest.mark.parametrize("house", HOUSES)
def test_a_random_day_is_ok_to_the_verifier(house: str, tmp_path: Path) -> None:
    till = stations.new_station(tmp_path / "profile")
    with closing(till.database):
        if HOUSES[house]:
            priced_houses.reload(till, HOUSES[house])
        stations.open_shift(till)
        done = Day(till, random.Random(house)).live()  # noqa: S311  # a seed must give the same day
        assert verify(till).ok
        write_evidence(till, tmp_path / "bundle")
    assert done > ACTS // 2
    answer = verdict(tmp_path / "bundle")
    assert answer.flaw == "ok", answer.text
