"""Each sale against the catalogue that HQ signed: prices, taxes, rates and totals are derived anew."""

from collections.abc import Sequence

from domain.calendar import CARACAS
from domain.conflicts.differences import Difference, Matter
from domain.money.day_rates import rates_of_day
from domain.money.money import ExchangeRate
from domain.proof.derivation import derive
from domain.proof.recorded import Recorded
from pos_app.services.proof.findings import Flaw, Wrong
from sync.facts import Entry, RateEntered, SaleRecorded
from sync.line.course import Course
from sync.tables.editions import View, given_for


class FiguresCheck:
    """Derives the sales of an enrolled store. A sale that cites a cursor between two courses cannot be derived."""

    def __init__(self, courses: Sequence[Course]) -> None:
        self._courses = courses
        self._newest = max((course.last for course in courses), default=0)
        self._typed: list[ExchangeRate] = []

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong for a sale with another figure than the derived one."""
        if isinstance(entry.body, RateEntered):
            self._typed.append(entry.body.rate)
        elif isinstance(entry.body, SaleRecorded):
            self._sale(entry.body)

    def _sale(self, fact: SaleRecorded) -> None:
        name = fact.document.printed_number
        if not 0 < fact.catalogue <= self._newest:
            raise Wrong(Flaw.FIGURES_DIFFER, name, f"{Matter.CATALOGUE}: {fact.catalogue}")
        recorded = Recorded(fact.sale, fact.document, fact.turns, fact.approved_by)
        # After a restore of HQ two courses may reach one cursor: the sale was made from one of them.
        reaching = [course.view(fact.catalogue) for course in self._courses if course.reaches(fact.catalogue)]
        derived = [self._differences(view, recorded) for view in reaching]
        if derived and all(derived):
            first = derived[-1][0]
            detail = f"{first.matter} {first.about}: {first.stated}, derived {first.derived}"
            raise Wrong(Flaw.FIGURES_DIFFER, name, detail)

    def _differences(self, view: View, recorded: Recorded) -> tuple[Difference, ...]:
        on = recorded.sale.sold_at.astimezone(CARACAS).date()
        rates = rates_of_day(on, view.organisation().published, self._typed)
        return derive(recorded, given_for(recorded, view, rates)).differences
