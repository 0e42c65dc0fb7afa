"""One fact of each kind with every field set: the values of tests/sync/golden_facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from domain.after_sale.holders import Holder, HolderChange
from domain.after_sale.organiser_gifts import OrganiserGift
from domain.after_sale.refund_right import RefundGrant
from domain.after_sale.refunds import (
    AffectedInvoice,
    NoteLine,
    Refund,
    RefundableTicket,
    RefundedTicket,
    SoldInvoice,
)
from domain.after_sale.ticket_changes import ChangedTicket
from domain.catalogue.pricing import Price, PriceStep, StepKind
from domain.catalogue.suspension import Suspension, SuspensionKind
from domain.conflicts.cases import CaseId, Choice, ClaimId, Move, Resolution, ResolutionId
from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.fiscal.forms import Form
from domain.fiscal.series import Issuer, Medium
from domain.fiscal.spoiled_forms import SpoilCause
from domain.ids import (
    CartId,
    CashierId,
    CustomerId,
    DocumentId,
    GiftId,
    HoldId,
    JobId,
    PaymentId,
    PerformanceId,
    RefundId,
    ReportId,
    SaleId,
    SeatId,
    ShiftId,
    StationId,
    TicketId,
    TicketTypeId,
    ZoneId,
)
from domain.money.money import EUR, USD, VES, ExchangeRate, Money, Rates, RateSource
from domain.money.taxes import TaxBreakdown, TaxCategory, TaxLine
from domain.payments.change import Change
from domain.payments.payee import Payee
from domain.payments.tenders import Payment, References
from domain.people.clock import Reading
from domain.people.customers import Channel, ConsentAct, Field, Origin
from domain.people.staff import Permission
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan, TurnsGrant
from domain.sale.cart import CartLine, Customer
from domain.sale.holds import Held, Hold, HoldEnd, HoldPurpose
from domain.sale.sale import Place, Sale, SaleLine, Ticket
from domain.till.excess import Excess, ExcessKind
from domain.till.shifts import CashMove, CashMovement, Count, DenominationCount, Difference, Shift
from domain.till.till_report import (
    MethodTotals,
    MovementTotals,
    PerpetualTotals,
    ReportKind,
    SeriesTotals,
    TillReport,
    Totals,
)
from sync import facts
from sync.facts import AnyFact, BackupReason, PaperOutcome, SignInOutcome
from sync.tables.position import Position
from tests.builders.hand_over_examples import HANDED_OVER, RECEIVED

AT = datetime(2026, 11, 21, 15, 0, 0, 123_456, tzinfo=UTC)
SHIFT, CASHIER, SUPERVISOR = ShiftId(UUID(int=10)), CashierId(UUID(int=3)), CashierId(UUID(int=4))
DOCUMENT, SALE = DocumentId(UUID(int=20)), SaleId(UUID(int=21))
CASE = CaseId(UUID(int=90))
USD_RATE = ExchangeRate(USD, Decimal("857.00580000"), date(2026, 11, 21), RateSource.BCV)
EUR_RATE = ExchangeRate(EUR, Decimal("976.90091142"), date(2026, 11, 23), RateSource.MANUAL)
CUSTOMER = Customer("Íñigo «Ñandú» 🎭", "V12345678")
TAXES = (TaxLine(TaxCategory.GENERAL, Decimal("0.16"), Money(738_798, VES), Money(118_208, VES)),)


def ves(minor: int) -> Money:
    return Money(minor, VES)


def sale() -> Sale:
    """Two tickets, one of them numbered, paid in dollars and by phone, with change in two currencies."""
    base = PriceStep(StepKind.BASE, "Platea", None, Money(2_500, USD))
    stage = PriceStep(StepKind.STAGE, "Preventa", Decimal(-20), Money(-500, USD))
    seat = Place(
        PerformanceId(UUID(int=30)), "Concierto", "Sala", AT, ZoneId(UUID(int=31)), "Platea",
        SeatId(7), "Platea", "C", "12",
    )  # fmt: skip
    general = Place(PerformanceId(UUID(int=30)), "Concierto", "Sala", AT, ZoneId(UUID(int=32)), "General")
    price = Price(Money(2_000, USD), Money(200, USD), (base, stage))
    references = References("000123456789", "0102", "+584121234567", "payer", "12", "654321", "4242")
    return Sale(
        id=SALE,
        shift_id=SHIFT,
        cashier_id=CASHIER,
        sold_at=AT,
        customer=CUSTOMER,
        tickets=(
            Ticket(TicketId(UUID(int=41)), "0ujtsYcgvSTl8PAuAdqWYSMnLOv", seat, "Adulto", price),
            Ticket(TicketId(UUID(int=42)), "0ujsswThIGTUYm2K8FjOOfXtY1K", general, "Cortesía", price),
        ),
        lines=(
            SaleLine(
                "Concierto · Platea · Adulto", 2, Money(2_000, USD), ves(1_714_012), ves(3_428_024),
                TaxCategory.GENERAL, tax_included=True,
            ),
        ),
        taxes=TaxBreakdown(ves(8_000), TAXES, ves(865_006)),
        igtf_rate=Decimal("0.03"),
        igtf_base=ves(857_006),
        igtf=ves(25_710),
        payments=(
            Payment(PaymentId(UUID(int=51)), "cash_usd", Money(2_000, USD), ves(1_714_012), ves(857_006), References()),
            Payment(PaymentId(UUID(int=52)), "pago_movil", ves(100), ves(100), ves(0), references),
        ),
        change=(Change("cash_usd", Money(900, USD), ves(771_305)), Change("cash_ves", ves(59_991), ves(59_991))),
        rates=Rates(date(2026, 11, 21), (USD_RATE, EUR_RATE)),
    )  # fmt: skip


def document() -> FiscalDocument:
    """The invoice of the sale."""
    form = Form("Imprenta", "J409876543", "SNAT/0001", date(2026, 1, 15), "00-00000501", "00-00001000")
    return FiscalDocument(
        id=DOCUMENT,
        kind=DocumentKind.INVOICE,
        medium=Medium.FREE_FORM,
        series="A",
        number=123,
        control_number="00-00000623",
        issued_at=AT,
        sale_id=SALE,
        issuer=Issuer("Sala, C.A.", "J500123450", "Caracas", date(2024, 1, 1), date(2027, 12, 31)),
        form=form,
        customer=CUSTOMER,
        exempt=ves(8_000),
        taxes=TAXES,
        total=ves(865_006),
        igtf_base=ves(857_006),
        igtf=ves(25_710),
    )


def hold() -> Hold:
    """A seat and two general places for a registered customer."""
    adult, performance = TicketTypeId(UUID(int=33)), PerformanceId(UUID(int=30))
    lines = (
        CartLine(performance, ZoneId(UUID(int=31)), adult, 1, SeatId(9)),
        CartLine(performance, ZoneId(UUID(int=32)), adult, 2),
    )
    held_for = Held(
        HoldPurpose.CUSTOMER, "Íñigo Ñáñez", "0412-1234567", "Viene a las 7", CUSTOMER, CustomerId(UUID(int=120))
    )  # fmt: skip
    return Hold(HoldId(UUID(int=130)), 12, lines, held_for, AT + timedelta(hours=1))


def refund() -> Refund:
    """The general ticket of the sale, without its fee, paid back by pago móvil."""
    ticket = sale().tickets[1]
    back = RefundedTicket(
        ticket.id, ticket.code, ticket.place, ticket.ticket_type, 1, is_released=True, amount=ves(1_714_012), fee=ves(0)
    )
    return Refund(
        id=RefundId(UUID(int=95)),
        sale_id=SALE,
        invoice=AffectedInvoice.of(document()),
        shift_id=SHIFT,
        cashier_id=CASHIER,
        refunded_at=AT,
        reason="Se enfermó el niño",
        tickets=(back,),
        lines=(NoteLine(0, "Concierto · Platea · Adulto", 1, Money(2_000, USD), ves(1_714_012)),),
        given_back=(Change("pago_movil", ves(1_714_012), ves(1_714_012)),),
        rates=sale().rates,
        igtf_rate=Decimal("0.03"),
        reference="004212345678",
        payee=Payee("0102", "+584121234567", "V12345678"),
        approved_by=SUPERVISOR,
    )


def note() -> FiscalDocument:
    """The credit note of the refund."""
    return replace(
        document(),
        id=DocumentId(UUID(int=96)),
        kind=DocumentKind.CREDIT_NOTE,
        medium=Medium.NOT_FISCAL,
        series="NCA",
        number=4,
        control_number="",
        form=None,
        exempt=ves(0),
        taxes=(replace(TAXES[0], base=ves(1_477_597), tax=ves(236_415)),),
        total=ves(1_714_012),
        igtf_base=ves(0),
        igtf=ves(0),
    )


def report() -> TillReport:
    """A Z with one of everything."""
    series = SeriesTotals(
        "A", 1, 123, "00-00000501", "00-00000623", 123, ves(8_000), TAXES, ves(865_006), ves(857_006), ves(25_710)
    )
    return TillReport(
        id=ReportId(UUID(int=60)),
        kind=ReportKind.Z,
        number=7,
        business_date=date(2026, 11, 21),
        opened_at=AT,
        taken_at=AT,
        taken_by="Rosa",
        totals=Totals(
            series=(series,),
            payments=(MethodTotals("cash_usd", 1, Money(2_000, USD), ves(1_714_012)),),
            change=(MethodTotals("cash_ves", 1, ves(59_991), ves(59_991)),),
            movements=(MovementTotals(CashMove.CASH_OUT, 2, ves(4_200)),),
            rates=(USD_RATE,),
            reprints=1,
            voids=2,
            perpetual=PerpetualTotals(123, ves(890_716), ves(118_208), ves(25_710)),
        ),
        head_epoch=2,
        head_seq=456,
        head_hash="ab" * 32,
    )


def resolution() -> Resolution:
    """The group of the sale goes to another seat."""
    return Resolution(
        id=ResolutionId(UUID(int=91)),
        case_id=CASE,
        choice=Choice.MOVE,
        at=AT,
        by=SUPERVISOR,
        winner=ClaimId(UUID(int=92)),
        settles=(ClaimId(UUID(int=93)),),
        moves=(Move(TicketId(UUID(int=41)), ZoneId(UUID(int=31)), SeatId(9)),),
        owed=Money(2_200, USD),
        note="Los dos llegaron a la vez",
    )


EXAMPLES: tuple[AnyFact, ...] = (
    facts.EpochOpened(public_key="cd" * 32, software="taquilla 0.1.0"),
    facts.SetupLoaded(name="sala.toml", sha256="ef" * 32),
    facts.ShiftOpened(Shift(SHIFT, 1, CASHIER, AT, (ves(10_000), Money(2_000, USD)))),
    facts.CashMoved(id=UUID(int=70), shift_id=SHIFT, movement=CashMovement(CashMove.CASH_IN, ves(500), "sencillo")),
    facts.SaleRecorded(sale(), document(), catalogue=77),
    facts.CartVoided(cart_id=CartId(UUID(int=80)), shift_id=SHIFT, tickets=3),
    facts.ShiftCounted(
        shift_id=SHIFT,
        ordinal=1,
        count=Count((DenominationCount(ves(10_000), 1), DenominationCount(Money(2_000, USD), 2))),
    ),
    facts.ExpectedShown(shift_id=SHIFT),
    facts.ShiftClosed(
        shift_id=SHIFT,
        differences=(Difference(ves(10_000), ves(9_999)), Difference(Money(2_000, USD), Money(4_000, USD))),
        reason="no cuadra",
        approved_by=SUPERVISOR,
    ),
    facts.ReportTaken(report()),
    facts.DocumentReprinted(document_id=DOCUMENT, copy_no=2),
    facts.PaperSettled(job_id=JobId(UUID(int=90)), document_id=DOCUMENT, outcome=PaperOutcome.SEEN),
    facts.ApprovalTried(act=Permission.TAKE_Z, outcome=SignInOutcome.WRONG_PIN, asked_by=CASHIER),
    facts.SignInTried(cashier_id=CASHIER, outcome=SignInOutcome.WRONG_PIN),
    facts.NumbersAccepted(
        grant=NumberGrant(GrantId(UUID(int=100)), "A", 5_001, 5_500, "00-00005501"), certificate="5e" * 64
    ),
    facts.SeatsAccepted(
        grant=SeatGrant(GrantId(UUID(int=101)), PerformanceId(UUID(int=30)), (SeatSpan(0, 19), SeatSpan(40, 40))),
        certificate="5e" * 64,
    ),
    facts.PlacesAccepted(
        grant=PlacesGrant(GrantId(UUID(int=102)), PerformanceId(UUID(int=30)), ZoneId(UUID(int=32)), 150),
        certificate="5e" * 64,
    ),
    facts.NumbersReturned(grant_id=GrantId(UUID(int=110)), first=901, last=1_000),
    facts.SeatsReturned(grant_id=GrantId(UUID(int=111)), seats=(SeatSpan(4, 7), SeatSpan(40, 40))),
    facts.PlacesReturned(grant_id=GrantId(UUID(int=112)), places=10, returned=25),
    facts.TurnsAccepted(
        grant=TurnsGrant(
            GrantId(UUID(int=103)), PerformanceId(UUID(int=30)), ZoneId(UUID(int=31)), (SeatSpan(0, 3), SeatSpan(7, 7))
        ),
        certificate="5e" * 64,
    ),
    facts.TurnsReturned(grant_id=GrantId(UUID(int=113)), turns=(SeatSpan(2, 3),)),
    HANDED_OVER,
    facts.HandOverAccepted(entry=RECEIVED, signature="51" * 64),
    facts.RateEntered(rate=EUR_RATE, reason="el BCV no publicó"),
    facts.ClockAccepted(now=AT, last=AT),
    facts.CatalogueRepaired(tables=("cashier", "zone")),
    facts.StoreAccepted(flaw="missing", head=Position(1, 480, "01" * 32)),
    facts.BackupMade(name="taquilla-00.db", reason=BackupReason.Z, sha256="ab" * 32, head=Position(1, 480, "01" * 32)),
    facts.RestoreDetected(found=Position(1, 480, "01" * 32), known=Position(1, 1_310, "02" * 32), cause="witness"),
    facts.ConflictSettled(resolution=resolution()),
    facts.TicketReplaced(
        case_id=CASE,
        old_code="0ujtsYcgvSTl8PAuAdqWYSMnLOv",
        before=sale().tickets[0].place,
        ticket=replace(
            sale().tickets[0],
            code="0uk1Hbc9dQ9pxyTqJ93IUrfhdGq",
            place=replace(sale().tickets[0].place, seat_id=SeatId(9), seat="14"),
        ),
    ),
    facts.TicketWithdrawn(case_id=CASE, ticket=sale().tickets[1], owed=Money(2_200, USD)),
    facts.TillExceeded(
        id=UUID(int=71), shift_id=SHIFT, excess=Excess(ExcessKind.CASH_OUT, ves(900_000)), approved_by=SUPERVISOR
    ),
    facts.TicketsRefunded(refund=refund(), document=note()),
    facts.TicketReissued(
        id=UUID(int=81),
        sale_id=sale().id,
        change=ChangedTicket(
            sale().tickets[0].code,
            sale().tickets[0].place,
            1,
            replace(
                sale().tickets[0],
                code="0uk1Hbc9dQ9pxyTqJ93IUrfhdGr",
                place=replace(sale().tickets[0].place, seat_id=SeatId(10), seat="15"),
            ),
        ),
        reason="La perdió",
        approved_by=SUPERVISOR,
    ),
    facts.RefundRightAccepted(
        RefundGrant(
            GrantId(UUID(int=114)),
            StationId(UUID(int=5)),
            SoldInvoice(sale(), document(), (note(),), (refund(),)),
            (RefundableTicket(sale().tickets[1], sale().tickets[1], 1),),
        ),
        "ab" * 64,
    ),
    facts.RefundRightReturned(sale_id=SALE, grant_id=GrantId(UUID(int=114))),
    facts.HolderChanged(
        id=UUID(int=82),
        sale_id=sale().id,
        how=HolderChange.GIFT,
        holder=Holder("María Ñáñez", "maria@example.com", "+584121234567", UUID(int=83)),
        changes=(
            ChangedTicket(
                sale().tickets[1].code,
                sale().tickets[1].place,
                1,
                replace(sale().tickets[1], code="0uk1Hbc9dQ9pxyTqJ93IUrfhdGs"),
            ),
        ),
        reason="Cumpleaños",
    ),
    facts.TicketRevoked(
        id=UUID(int=84),
        sale_id=sale().id,
        ticket=sale().tickets[1],
        epoch=1,
        reason="Reventa",
        approved_by=SUPERVISOR,
    ),
    facts.HoldMade(hold=hold(), approved_by=SUPERVISOR),
    facts.HoldExtended(hold_id=hold().id, expires_at=AT + timedelta(hours=2)),
    facts.HoldEnded(hold_id=hold().id, how=HoldEnd.RELEASED, reason="No vino", approved_by=SUPERVISOR),
    facts.OrganiserGiftMade(
        OrganiserGift(
            GiftId(UUID(int=130)),
            SHIFT,
            CASHIER,
            AT,
            (
                replace(
                    sale().tickets[0],
                    id=TicketId(UUID(int=131)),
                    code="0uk1Hbc9dQ9pxyTqJ93IUrfhdGt",
                    price=Price(Money.zero(USD), Money.zero(USD), ()),
                ),
            ),
            "Patrocinante",
            SUPERVISOR,
            Holder("María Ñáñez", "maria@example.com", "+584121234567", UUID(int=83)),
        )
    ),
    facts.CustomerEdited(
        customer_id=CustomerId(UUID(int=120)),
        clock=Reading(1_795_273_200_123, 1),
        texts={
            Field.NAME: "Íñigo",
            Field.SURNAME: "Ñáñez",
            Field.DOCUMENT: "V12345678",
            Field.PHONE: "+584121234567",
            Field.EMAIL: "inigo@example.com",
            Field.NOTES: "Silla de ruedas",
        },
        consents=(
            ConsentAct(Channel.EMAIL, True, AT, "mostrador", (Origin(UUID(int=2), 7),)),
            ConsentAct(Channel.SMS, False, AT, "mostrador"),
        ),
    ),
    facts.CustomersLinked(
        customer_id=CustomerId(UUID(int=120)), other_id=CustomerId(UUID(int=121)), clock=Reading(1_795_273_200_123, 2)
    ),
    facts.PerformanceSuspended(
        suspension=Suspension(
            UUID(int=130),
            PerformanceId(UUID(int=30)),
            SuspensionKind.MOVED,
            AT,
            AT,
            "Llueve",
            AT + timedelta(days=7),
            was_cancelled=True,
        ),
        approved_by=SUPERVISOR,
    ),
    facts.CustomerErased(
        customer_ids=(CustomerId(UUID(int=122)),), clock=Reading(1_795_273_200_123, 3), reason="Lo pidió por escrito"
    ),
    facts.FormsSpoiled(
        series="A",
        first_control="00-00000624",
        last_control="00-00000625",
        cause=SpoilCause.PASSED_OVER,
        note="Se cayeron",
        approved_by=SUPERVISOR,
    ),
    facts.FormReplaced(
        series="A",
        document_id=document().id,
        spoiled=document().control_number,
        control_number="00-00000626",
        form=Form("Imprenta", "J409876543", "SNAT/0001", date(2026, 1, 15), "00-00000501", "00-00001000"),
        cause=SpoilCause.JAMMED,
        note="",
    ),
)
