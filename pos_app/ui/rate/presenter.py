"""The rate of the day: the rates in force, and entering one under a supervisor when none was published."""

from dataclasses import dataclass
from functools import partial

from domain.money.money import USD, BadAmount, Currency, ExchangeRate, RateSource
from domain.money.rate_check import RateDoubtful
from domain.people.staff import Cashier, Permission
from domain.till.shifts import BadReason, ReasonMissing
from domain.typed_text import plain
from pos_app.services.till import rates
from pos_app.services.till.rates import RateOfDay
from pos_app.station import Station
from pos_app.ui import approved_act, wording
from pos_app.ui.frame import Frame, KeepingPresenter, Run, Tone
from pos_app.ui.wording import Message


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate in force."""

    currency: str
    value: str
    day: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class WrongRate:
    """The field that a refusal asks to correct: the reason or the value. Each new object sets the focus again."""

    is_reason: bool


@dataclass(frozen=True, slots=True)
class RateState:
    """What the screen shows. `headline` states whether today's rate is known."""

    headline: str = ""
    tone: Tone = Tone.PLAIN
    lines: tuple[RateLine, ...] = ()
    busy: bool = False
    wrong: WrongRate | None = None


RATE_FORM = "rate"
"""Where a rate that was typed and not saved is kept."""


class RatePresenter(KeepingPresenter[RateState]):
    """Reads the rates and enters one."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(RateState())
        self._station, self._frame, self._run = station, frame, run
        self._day = station.today()
        self._doubted: ExchangeRate | None = None

    def enter(self) -> None:
        """Read the rates in force."""
        self._doubted = None
        self._run(lambda: rates.today(self._station), self._show_rates, self._failed)

    def save(self, currency: Currency, typed: str, reason: str) -> None:
        """Enter today's rate: a supervisor approves, and the journal records the reason.

        A rate far from the last known one is refused once; saving the same rate again confirms it.
        """
        if self.state.busy:
            return
        try:
            value = wording.parse_rate(typed)
        except BadAmount as error:
            self._failed(error)
            return
        rate = ExchangeRate(currency, value, max(self._day, self._station.today()), RateSource.MANUAL)
        self._frame.approve(
            Permission.ENTER_RATE,
            lambda supervisor: self._enter(supervisor, rate, plain(reason)),
            approved_act.rate(rate),
        )

    def _enter(self, supervisor: Cashier, rate: ExchangeRate, reason: str) -> None:
        def failed(error: Exception) -> None:
            self._doubted = rate if isinstance(error, RateDoubtful) else None
            self._failed(error)

        def done(_: None) -> None:
            saved = wording.text("rate.saved", rate=wording.rate(rate.value), day=wording.day(rate.value_on))
            self.show(busy=False)
            self._frame.kept.forget(RATE_FORM)
            self._frame.changed()
            self._frame.back()
            self._frame.show_message(Message("", saved, "", ""), Tone.OK)

        self.show(busy=True)
        self._frame.hold_keys()
        save = partial(rates.enter, self._station, supervisor, rate, reason, is_confirmed=rate == self._doubted)
        self._run(save, done, failed)

    def _show_rates(self, of_day: RateOfDay) -> None:
        # The day of documents, which is later than the clock's while the clock is behind the last document.
        self._day = of_day.rates.on
        key = "today" if of_day.is_today else "old" if of_day.rates.rates else "missing"
        tone = {"today": Tone.OK, "old": Tone.ATTENTION, "missing": Tone.ERROR}[key]
        lines = tuple(_line(rate) for rate in sorted(of_day.rates.rates, key=lambda r: r.currency != USD))
        self.show(headline=wording.text(f"rate.is_{key}"), tone=tone, lines=lines)

    def _failed(self, error: Exception) -> None:
        self._frame.drop_keys()
        self.show(busy=False, wrong=WrongRate(isinstance(error, BadReason | ReasonMissing)))
        self._frame.show_message(wording.error_message(error))


def _line(rate: ExchangeRate) -> RateLine:
    return RateLine(
        wording.text(f"values.currency.{rate.currency}"),
        wording.rate(rate.value),
        wording.day(rate.value_on),
        wording.text(f"rate.source_{rate.source}"),
    )
