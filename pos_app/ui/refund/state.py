"""The state of the refund screen, and the steps from what is marked and typed to a refund."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from decimal import Decimal

from domain.after_sale.money_back import ReturnReferenceMissing, check_money_back, methods_back
from domain.after_sale.refunds import MOST_PERCENT, BadPercent, Terms
from domain.errors import Refused
from domain.ids import JobId, TicketId
from domain.money.money import VES
from domain.payments.change import Change
from domain.payments.methods import METHODS
from domain.payments.payee import Payee, PayeeMissing, parse_payee
from domain.people.identity import BadIdentity
from domain.till.shifts import BadReason, ReasonMissing, check_reason
from domain.typed_text import plain
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.proposed_terms import Proposal
from pos_app.services.after_sale.refunds import CompletedRefund, Refundable, RefundQuote, RefundRequest
from pos_app.ui import wording
from pos_app.ui.done.paper_watch import PaperState
from pos_app.ui.payment.state import METHOD_KEYS, OTHER_METHOD_KEYS, TypedPayee

KEYS_OF_METHODS = {code: key for key, code in (METHOD_KEYS | OTHER_METHOD_KEYS).items()}
"""The same keys as when the sale was paid."""
REASONS = ("cannot_come", "our_error", "show_changed", "duplicate")
"""The most frequent reasons; the first is the usual one."""
_ALL, _BY_EVENT = "100", ""
_SHOWN_IN_ERROR = 20


@dataclass(frozen=True, slots=True)
class Focus:
    """The field to focus: "tickets", "percent", "reason", "reference", or "payee." and the name of its field.

    Each new object sets the focus again.
    """

    field: str = "tickets"


@dataclass(frozen=True, slots=True)
class TypedRefund:
    """What was marked, chosen and typed, and waits until it is used."""

    method: str
    reason: str
    payee: TypedPayee
    marked: tuple[TicketId, ...] = ()
    with_fee: bool = False
    release: bool = True
    percent: str = _ALL
    reference: str = ""


_EMPTY = TypedRefund("cash_ves", "", TypedPayee())


@dataclass(frozen=True, slots=True)
class RefundState(PaperState):
    """What the refund screen shows: the sale as it can be given back, or the refund that was made of it.

    `quote` is what goes back as it is typed; `flaw` says why nothing can be quoted, and is empty with nothing marked.
    `to_mend` is the field that the last refusal is about, until something is typed.
    """

    proposal: Proposal | None = None
    methods: tuple[str, ...] = ()
    typed: TypedRefund = _EMPTY
    waited: bool = False
    quote: RefundQuote | None = None
    flaw: str = ""
    focus: Focus | None = None
    to_mend: str = ""
    made: CompletedRefund | None = None
    alive: frozenset[TicketId] = frozenset()

    @property
    def offered(self) -> Refundable | None:
        """What of the sale can be given back; None until it is read."""
        return None if self.proposal is None else self.proposal.offered

    @property
    def job_id(self) -> JobId | None:
        """The job that prints the note."""
        return self.made.job_id if self.made else None

    @property
    def all_marked(self) -> bool:
        """Whether every ticket that can be given back is marked."""
        return bool(self.alive) and self.alive == set(self.typed.marked)

    @property
    def has_fees(self) -> bool:
        """Whether a service fee was paid with a ticket."""
        return self.offered is not None and any(ticket.price.fee for ticket in self.offered.sold.sale.tickets)

    @property
    def frees_places(self) -> bool:
        """Whether places can be sold again: those of a sale of another station stay with that station."""
        return self.offered is None or self.offered.lent is None

    @property
    def goes_by_event(self) -> bool:
        """Whether each ticket goes back on the terms of its event, which no percentage says."""
        return self.proposal is not None and self.proposal.percent is None and self.typed.percent == _BY_EVENT

    @property
    def asks_payee(self) -> bool:
        """Whether somebody must be named to whom the money is sent."""
        return self.typed.method == "pago_movil"

    @property
    def asks_reference(self) -> bool:
        """Whether the method needs the reference of the reversal or transfer."""
        return not METHODS[self.typed.method].is_cash and not self.asks_payee


def frequent_reason(name: str) -> str:
    """The text that is recorded for a frequent reason: Spanish in every language, so that reports count it as one."""
    return wording.catalogue(wording.LANGUAGES[0], "refund")[f"reason.{name}"]


def usual(proposal: Proposal) -> TypedRefund:
    """The usual refund of a sale: on the terms of its events, by the method paid with, to whoever paid."""
    sold, terms = proposal.offered.sold, proposal.terms
    paid = [payment.references for payment in sold.sale.payments if payment.method == "pago_movil"]
    bank, phone = (paid[-1].bank, paid[-1].phone) if paid else ("", "")
    return TypedRefund(
        method=methods_back(sold)[0],
        reason=frequent_reason(REASONS[0]),
        payee=TypedPayee(bank, phone, sold.sale.customer.document),
        with_fee=terms.with_fee,
        release=terms.release,
        percent=_BY_EVENT if proposal.percent is None else wording.number(proposal.percent),
    )


@dataclass(frozen=True, slots=True)
class BegunWith:
    """What a refund begins with when another screen chose it: its tickets, and why they go back."""

    tickets: tuple[TicketId, ...]
    reason: str


def begun(proposal: Proposal, typed: TypedRefund | None, chosen: BegunWith | None = None) -> RefundState:
    """The state for a sale with what was typed about it before, if anything was, less the marks of ended tickets.

    With `chosen` it begins with those tickets instead.
    """
    offered = proposal.offered
    methods = methods_back(offered.sold)
    usually = usual(proposal)
    if chosen:
        usually = replace(usually, marked=chosen.tickets, reason=chosen.reason)
    now = usually if chosen else typed or usually
    if now.method not in methods:
        now = replace(now, method=usually.method)
    alive = frozenset(ticket.sold.id for ticket in offered.tickets)
    now = replace(now, marked=tuple(ticket_id for ticket_id in now.marked if ticket_id in alive))
    return quoted(
        RefundState(proposal=proposal, methods=methods, typed=now, alive=alive, waited=now != usually, focus=Focus())
    )


def quoted(state: RefundState) -> RefundState:
    """The state with the figures of what is typed; typing on is no error."""
    if state.proposal is None or not state.typed.marked:
        return replace(state, quote=None, flaw="")
    try:
        quote = refunds.quote_of(state.proposal.offered, _request(state.proposal, state.typed, None))
    except Refused as error:
        return replace(state, quote=None, flaw=wording.refusal(error).what)
    return replace(state, quote=quote, flaw="")


def request_of(proposal: Proposal, typed: TypedRefund) -> RefundRequest:
    """The refund that was typed, checked so far as no store is needed, so that no supervisor is asked in vain.

    Raises BadPercent, BadIdentity, and as `refunds.refund` does.
    """
    quote = refunds.quote_of(proposal.offered, _request(proposal, typed, None))
    check_reason(plain(typed.reason))
    check_money_back(proposal.offered.sold, quote.given_back, typed.reference)
    return _request(proposal, typed, _payee(typed, quote.given_back))


def _request(proposal: Proposal, typed: TypedRefund, payee: Payee | None) -> RefundRequest:
    sale = proposal.offered.sold.sale
    return RefundRequest(
        sale_id=sale.id,
        # In the order of the sale, however they were marked.
        tickets=tuple(t.id for t in sale.tickets if t.id in typed.marked),
        method=typed.method,
        reason=plain(typed.reason),
        terms=_terms(proposal, typed),
        reference="" if METHODS[typed.method].is_cash else plain(typed.reference),
        payee=payee,
    )


def _terms(proposal: Proposal, typed: TypedRefund) -> Terms:
    """The terms typed; where no percentage says the terms of the events, an empty field leaves them as they are."""
    if typed.percent == _BY_EVENT and proposal.percent is None:
        return replace(proposal.terms, with_fee=typed.with_fee, release=typed.release)
    return Terms(_percent(typed.percent), typed.with_fee, typed.release)


def _percent(typed: str) -> Decimal:
    """Read as an amount is: with a comma or a point, and at most two decimals."""
    try:
        hundredths = wording.parse_amount(plain(typed).removesuffix("%"), VES).minor
    except Refused:
        raise BadPercent(plain(typed)[:_SHOWN_IN_ERROR]) from None
    percent = Decimal(hundredths).scaleb(-2)
    if not 0 < percent <= MOST_PERCENT:
        raise BadPercent(plain(typed)[:_SHOWN_IN_ERROR])
    return percent


def _payee(typed: TypedRefund, parts: Sequence[Change]) -> Payee | None:
    sends = any(part.method == "pago_movil" for part in parts)
    return parse_payee(*astuple(typed.payee)) if sends else None


def field_of(error: Exception) -> str:
    """The field that a refusal asks to correct; the tickets for every other one."""
    match error:
        case BadPercent():
            return "percent"
        case ReasonMissing() | BadReason():
            return "reason"
        case ReturnReferenceMissing():
            return "reference"
        case PayeeMissing():
            return f"payee.{error.field}"
        case BadIdentity():
            return "payee.phone" if error.kind in {"phone", "mobile"} else "payee.document"
    return "tickets"
