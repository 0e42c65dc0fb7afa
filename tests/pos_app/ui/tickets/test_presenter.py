"""Changing tickets after the sale without a window: what is marked and typed, what is asked, what is refused."""

from collections.abc import Callable

import pytest

from domain.people.customers import Field
from domain.people.staff import Cashier, Permission
from pos_app.services.after_sale.tickets_of_sale import TicketsOfSale, tickets_of_sale
from pos_app.services.documents import print_queue
from pos_app.services.people import customers
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui.counter import Counter
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.tickets.acts import Act
from pos_app.ui.tickets.presenter import TicketsPresenter
from pos_app.ui.tickets.ticket_rows import ticket_rows
from tests.builders import stations
from tests.builders.printer import ScriptedPrinter
from tests.pos_app.ui.fakes import FakeFrame

Change = Callable[[TicketsPresenter], None]


@pytest.fixture
def frame(ana: Cashier, rosa: Cashier) -> FakeFrame:
    return FakeFrame(ana, rosa)


@pytest.fixture
def seated(till: Station) -> CompletedSale:
    return stations.sell(till, stations.seats_cart(till, ["A-1", "A-2", "A-3"]))


def counter_for(till: Station, sold: CompletedSale) -> Counter:
    counter = Counter(till.ids)
    counter.after_sale.tickets_of = sold.sale.id
    return counter


@pytest.fixture
def presenter(till: Station, frame: FakeFrame, seated: CompletedSale) -> TicketsPresenter:
    made = TicketsPresenter(till, frame, run_inline, counter_for(till, seated))
    made.enter()
    return made


def now(till: Station, seated: CompletedSale) -> TicketsOfSale:
    return tickets_of_sale(till, seated.sale.id)


def columns(presenter: TicketsPresenter, *names: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in ticket_rows(presenter.state)]


def test_a_lost_ticket_is_reissued_in_two_steps(
    till: Station, frame: FakeFrame, seated: CompletedSale, presenter: TicketsPresenter
) -> None:
    presenter.begin(Act.REISSUE, 1)
    presenter.confirm()
    assert (frame.asked, frame.about) == ([Permission.REISSUE], ["Reemitir: 1 entrada."])
    changed = now(till, seated).tickets[1]
    old, new = seated.sale.tickets[1].code[-4:], changed.now.code[-4:]
    assert columns(presenter, "mark", "code", "standing")[1] == ("☐", f"…{new}", f"reemitida; antes …{old}")
    assert frame.messages[-1][0] == "1 entrada reemitida; su código anterior ya no vale."
    assert len(presenter.state.jobs) == 1
    assert presenter.state.typed.act is None
    assert verify(till).ok


def test_a_ticket_that_an_act_took_from_the_cursor_is_not_the_next_acts(
    seated: CompletedSale, presenter: TicketsPresenter
) -> None:
    def marked() -> list[int]:
        return [i for i, one in enumerate(seated.sale.tickets) if one.id in presenter.state.typed.marked]

    presenter.begin(Act.REISSUE, 0)
    presenter.leave_act()
    assert marked() == []
    presenter.begin(Act.REVOKE, 2)
    assert marked() == [2]
    presenter.leave_act()
    presenter.mark(1)
    presenter.begin(Act.REVOKE, 0)
    presenter.leave_act()
    assert marked() == [1]  # marked by hand: it stays


def test_several_tickets_are_given_to_a_typed_person_without_a_supervisor(
    till: Station, frame: FakeFrame, seated: CompletedSale, presenter: TicketsPresenter
) -> None:
    presenter.mark(0)
    presenter.mark(2)
    presenter.begin(Act.GIFT, 1)
    presenter.type_holder("name", "María Ñáñez")
    presenter.type_holder("phone", "0412-123.45.67")
    frame.supervisor = None
    presenter.confirm()
    assert frame.about == ["Regalar: 2 entradas."]
    assert [row[0] for row in columns(presenter, "holder")] == ["al portador"] * 3  # nobody approved
    frame.supervisor = frame.cashier
    presenter.confirm()
    assert columns(presenter, "holder", "standing")[2][0] == "María Ñáñez (regalo)"
    assert [ticket.is_gift for ticket in now(till, seated).tickets] == [True, False, True]


def test_a_registered_customer_is_found_as_one_types_and_stays_with_the_ticket(
    till: Station, ana: Cashier, seated: CompletedSale, presenter: TicketsPresenter
) -> None:
    texts = {Field.NAME: "Luis", Field.SURNAME: "Rojas Peña", Field.EMAIL: "luis@example.com"}
    known = customers.create(till, ana, texts)
    presenter.begin(Act.TRANSFER, 0)
    presenter.type_holder("name", "pena")
    assert [person.id for person in presenter.state.matches] == [known.id]
    presenter.choose_person(presenter.state.matches[0])
    presenter.confirm()
    holder = now(till, seated).tickets[0].holder
    assert holder is not None
    assert (holder.name, holder.email, holder.person_id) == ("Luis Rojas Peña", "luis@example.com", known.id)
    assert verify(till).ok


def test_another_name_than_that_of_the_chosen_customer_is_another_person(
    till: Station, ana: Cashier, seated: CompletedSale, presenter: TicketsPresenter
) -> None:
    customers.create(till, ana, {Field.NAME: "Luis", Field.SURNAME: "Rojas"})
    presenter.begin(Act.TRANSFER, 0)
    presenter.type_holder("name", "luis")
    presenter.choose_person(presenter.state.matches[0])
    presenter.type_holder("name", "Luisa")
    presenter.confirm()
    holder = now(till, seated).tickets[0].holder
    assert holder is not None
    assert (holder.name, holder.person_id) == ("Luisa", None)


def test_a_seat_is_typed_and_the_ticket_moves_there(
    till: Station, frame: FakeFrame, seated: CompletedSale, presenter: TicketsPresenter
) -> None:
    presenter.begin(Act.MOVE, 0)
    presenter.type_seats("Platea A-5")
    presenter.confirm()
    assert frame.codes[-1] == ""
    assert "A-5" in columns(presenter, "place")[0][0]
    assert columns(presenter, "standing")[0][0].startswith("movida")


def test_a_revoked_ticket_stays_in_the_list_and_cannot_be_marked(
    till: Station, frame: FakeFrame, presenter: TicketsPresenter
) -> None:
    presenter.begin(Act.REVOKE, 0)
    presenter.choose_reason(1)
    presenter.confirm()
    assert frame.asked == [Permission.REVOKE]
    assert columns(presenter, "mark", "standing")[0] == ("", "revocada")
    presenter.mark(0)
    presenter.mark_all()
    assert len(presenter.state.marked) == 2


def marked_none(presenter: TicketsPresenter) -> None:
    presenter.begin(Act.REISSUE, 0)
    presenter.mark(0)


def no_name(presenter: TicketsPresenter) -> None:
    presenter.begin(Act.GIFT, 0)


def bad_email(presenter: TicketsPresenter) -> None:
    presenter.begin(Act.NAME, 0)
    presenter.type_holder("name", "Ana")
    presenter.type_holder("email", "ana@")


def no_reason(presenter: TicketsPresenter) -> None:
    presenter.begin(Act.REVOKE, 0)
    presenter.type_reason(" ")


def seat(typed: str) -> Change:
    def change(presenter: TicketsPresenter) -> None:
        presenter.begin(Act.MOVE, 0)
        presenter.type_seats(typed)

    return change


REFUSED: dict[str, tuple[Change, str, str, bool]] = {
    "tickets": (marked_none, "DEV-02", "tickets", False),
    "name": (no_name, "ENT-06", "name", False),
    "e-mail": (bad_email, "ENT-06", "email", False),
    "reason": (no_reason, "CAJ-03", "reason", False),
    "unknown seat": (seat("Z-99"), "ENT-09", "seats", False),
    "no seat": (seat(""), "ENT-10", "seats", False),
    "too many seats": (seat("A-5, A-6"), "ENT-10", "seats", False),
    "sold seat": (seat("A-2"), "ASI-04", "seats", True),
    "other price": (seat("C-1"), "ENT-04", "seats", True),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_refused_at_its_field_and_what_was_typed_stays(
    till: Station, frame: FakeFrame, seated: CompletedSale, presenter: TicketsPresenter, case: str
) -> None:
    change, code, field, asks = REFUSED[case]
    before = now(till, seated)
    change(presenter)
    typed = presenter.state.typed
    presenter.confirm()
    assert (frame.codes[-1:], bool(frame.asked)) == ([code], asks)
    assert (presenter.state.to_mend, presenter.state.typed) == (field, typed)
    assert now(till, seated) == before


def test_what_was_typed_waits_for_the_sale_until_it_is_cleared(
    till: Station, frame: FakeFrame, seated: CompletedSale, presenter: TicketsPresenter
) -> None:
    presenter.begin(Act.GIFT, 1)
    presenter.type_holder("name", "Marí")
    again = TicketsPresenter(till, frame, run_inline, counter_for(till, seated))
    again.enter()
    assert (again.state.waited, again.state.typed.name, len(again.state.marked)) == (True, "Marí", 1)
    again.begin_anew()
    assert (again.state.typed.name, again.state.typed.act, again.state.marked) == ("", None, ())


def test_esc_leads_from_an_act_to_the_list_and_then_out(presenter: TicketsPresenter) -> None:
    presenter.begin(Act.REISSUE, 0)
    assert presenter.step_back()
    assert presenter.state.typed.act is None
    assert not presenter.step_back()


def test_a_scanned_code_marks_its_ticket_in_any_letter_case(seated: CompletedSale, presenter: TicketsPresenter) -> None:
    presenter.mark_code(seated.sale.tickets[2].code.lower())
    presenter.mark_code("no code of this sale")
    assert [row[0] for row in columns(presenter, "mark")] == ["☐", "☐", "☑"]


def test_tickets_can_be_given_back_from_here(
    frame: FakeFrame, seated: CompletedSale, presenter: TicketsPresenter
) -> None:
    presenter.give_back()
    assert frame.screens == [ScreenName.REFUND]
    assert presenter._after_sale.sale_id == seated.sale.id


def test_the_papers_of_each_reissued_ticket_are_followed_to_the_last(
    till: Station, presenter: TicketsPresenter
) -> None:  # fmt: skip
    presenter.mark_all()
    presenter.begin(Act.REISSUE, 0)
    presenter.confirm()
    left = [len(presenter.state.jobs)]
    printer = ScriptedPrinter()
    while presenter.state.paper_moves:
        print_queue.print_next(till, printer, lambda _: b"paper")
        presenter.look()
        left.append(len(presenter.state.jobs))
    assert (left[0], left[-1]) == (3, 1)
    assert presenter.state.job is not None
    assert presenter.state.job.state is JobState.PRINTED
