"""Cancelled performances and their sales as text."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.after_sale.suspended_sales import Progress, SuspendedSale, to_give_back
from domain.catalogue.suspension import SuspensionKind
from domain.money.money import Money
from domain.payments.change import Change
from domain.payments.methods import METHODS
from domain.till.shifts import LONGEST_REASON
from pos_app.services.after_sale.suspensions import SuspendedShow
from pos_app.services.selling.browsing import PerformanceCard
from pos_app.ui import wording
from pos_app.ui.cancelled.state import ShownSales


def show_cells(show: SuspendedShow) -> tuple[str, ...]:
    """A performance of the list."""
    tickets = show.tickets
    return (
        show.event,
        wording.date_and_time(show.performance.starts_at),
        wording.text("cancelled.is_cancelled"),
        wording.number(show.sales),
        wording.number(tickets.sold),
        wording.number(tickets.refunded),
        wording.number(tickets.left),
        amounts(show.given_back),
    )


def explained(show: SuspendedShow | None, *, loaded: bool) -> str:
    """Who decided what of a performance, when and why."""
    if show is None:
        return wording.text("cancelled.nothing") if loaded else ""
    if show.decided is None:
        return wording.text("cancelled.by_file")
    decided = show.decided.suspension
    by = show.decided_by or wording.text("cancelled.hq")
    why = wording.text("cancelled.decided", by=by, at=wording.moment(decided.decided_at), reason=decided.reason)
    pending = wording.text("cancelled.pending") if show.decided.is_pending else ""
    return " · ".join(filter(None, (why, pending)))


def sale_cells(sale: SuspendedSale, refused: str) -> tuple[str, ...]:
    """A sale of a performance."""
    return (
        sale.document,
        sale.customer,
        wording.number(sale.tickets.sold),
        amounts(amount for _, amount in sale.paid),
        state_of(sale, refused),
    )


def state_of(sale: SuspendedSale, refused: str = "") -> str:
    """How far a sale is, with what it waits for."""
    match sale.progress:
        case Progress.DONE:
            return wording.text("cancelled.done" if sale.tickets.refunded else "cancelled.revoked")
        case Progress.FREE:
            return wording.text("cancelled.free")
        case Progress.READY:
            return wording.text("cancelled.refused", why=refused) if refused else wording.text("cancelled.ready")
        case Progress.WAITS:
            methods = wording.listed([wording.method(method) for method in dict.fromkeys(sale.waits_for)])
            return wording.text("cancelled.waits", methods=methods)


def headline(shown: ShownSales) -> str:
    """The performance whose sales are shown."""
    show = shown.show
    return wording.text(
        "cancelled.headline", event=show.event, when=wording.date_and_time(show.performance.starts_at)
    )  # fmt: skip


def summary(shown: ShownSales) -> str:
    """How many sales are done, and what has still to go back; while a run goes on, how far it is."""
    if shown.running is not None:
        key = "cancelled.stopping" if shown.running.stopping else "cancelled.running"
        return wording.text(
            key, tried=wording.number(shown.running.tried), total=wording.number(shown.running.total)
        )  # fmt: skip
    done = sum(sale.progress is Progress.DONE for sale in shown.sales)
    left = amounts(to_give_back(shown.sales))
    words = wording.text("cancelled.summary", done=wording.number(done), all=wording.number(len(shown.sales)))
    return " · ".join(filter(None, (words, wording.text("cancelled.left", money=left) if left else "")))


def detail(shown: ShownSales) -> str:
    """What goes back for the chosen sale, or why nothing does."""
    sale = shown.sale
    if sale is None:
        return "" if shown.sales else wording.text("cancelled.no_sales")
    if shown.money:
        money = " + ".join(map(_part, shown.money))
        return wording.text("cancelled.gives_back", document=sale.document, money=money)
    return f"{sale.document} · {state_of(sale, shown.refused.get(sale.sale_id, ''))}"


def _part(part: Change) -> str:
    """Bs. 1.200,00 por Pago móvil; US$ 20,00 en efectivo."""
    money = wording.money(part.amount)
    if METHODS[part.method].is_cash:
        return wording.text("cancelled.in_cash", money=money)
    return wording.text("cancelled.by", money=money, method=wording.method(part.method))


def card_cells(card: PerformanceCard) -> tuple[str, ...]:
    """A performance that can be cancelled."""
    return card.event, wording.date_and_time(card.performance.starts_at), card.venue


def about_run(sales: Sequence[SuspendedSale], money: Iterable[Money]) -> str:
    """What a supervisor approves: the sales that go back, with their money."""
    return wording.text("cancelled.about_run", count=len(sales), money=amounts(money))


def about_show(event: str, starts_at: datetime) -> str:
    """The performance that a supervisor decides about."""
    return wording.text("cancelled.headline", event=event, when=wording.date_and_time(starts_at))


def ended(back: int, waiting: int) -> str:
    """What came of a run."""
    done = wording.text("cancelled.run_back", count=back)
    return f"{done} {wording.text('cancelled.run_waits', left=wording.number(waiting))}" if waiting else done


def decided(kind: SuspensionKind) -> str:
    """What was decided."""
    return wording.text(f"cancelled.now_{kind}")


def reason_of(show: SuspendedShow) -> str:
    """The reason of each refund: Spanish in every language, so that reports count it as one."""
    catalogue, _, key = "cancelled.refund_reason".partition(".")
    words = wording.catalogue(wording.LANGUAGES[0], catalogue)[key]
    why = show.decided.suspension.reason if show.decided is not None else ""
    return f"{words}: {why}"[:LONGEST_REASON] if why else words


def amounts(money: Iterable[Money]) -> str:
    """US$ 40,00 + Bs. 1.200,00."""
    return " + ".join(wording.money(amount) for amount in money)
