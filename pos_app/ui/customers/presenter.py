"""The registry of customers: find, edit, see what somebody bought, export and erase on request."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from domain.errors import Refused
from domain.people.same_customer import Person
from domain.people.staff import Cashier, Permission
from domain.till.shifts import check_reason
from pos_app.services.people import customer_export, customer_history, customers
from pos_app.services.people.customer_history import History
from pos_app.ui import approved_act, wording
from pos_app.ui.customers.editing import Editing
from pos_app.ui.customers.state import Page, bought_by
from pos_app.ui.documents.presenter import SEARCH_FORM as HISTORY_FORM
from pos_app.ui.frame import ScreenName

ERASE_FORM = "customers.erase"
"""Where the reason of an erasure is kept, for each customer."""


class CustomersPresenter(Editing):
    """Finds, makes and edits customers, and acts on what they ask for."""

    def enter(self, searched: str = "") -> None:
        """Search again, and go on with the page that was left."""
        if self.state.busy:
            return
        if self.state.page is Page.REGISTRY:
            self.search(searched)
        else:
            self.show(focus=self.state.focus)

    # ---- what a customer bought

    def show_bought(self) -> None:
        """F5: the documents and tickets of the chosen customer at this station."""
        person = self.chosen
        if person is None:
            return

        def show(known: History) -> None:
            self.show(page=Page.BOUGHT, bought=bought_by(person.full_name, known), busy=False)

        self._frame.clear_message()
        self.show(busy=True)
        self._run(partial(customer_history.history, self._station, person.id), show, self._failed)

    def choose_bought(self, row: int) -> None:
        """Choose a document or a ticket."""
        if (bought := self.state.bought) is not None:
            self.show(bought=replace(bought, chosen=row))

    def open_bought(self) -> None:
        """F12: the chosen document, or the document of the chosen ticket, in the history."""
        bought = self.state.bought
        if bought is None or not 0 <= bought.chosen < len(bought.opened_by):
            return
        self._frame.kept.keep(HISTORY_FORM, (bought.opened_by[bought.chosen],))
        self._frame.go(ScreenName.DOCUMENTS)

    # ---- what a customer may ask for

    def export(self) -> None:
        """F6: write all that is known of the chosen customer into a file, under a supervisor."""
        if (person := self.chosen) is None:
            return

        def approved(supervisor: Cashier) -> None:
            self.show(busy=True)
            self._run(partial(customer_export.save, self._station, supervisor, person.id), self._exported, self._failed)

        self._frame.approve(Permission.EXPORT_CUSTOMER, approved, approved_act.customer("export", person.full_name))

    def begin_erase(self) -> None:
        """F8: what an erasure does and what the law keeps, before it is asked for."""
        if (person := self.chosen) is not None:
            self._frame.clear_message()
            reason = self._frame.kept.find(ERASE_FORM, str, person.id) or ""
            self.show(page=Page.ERASING, reason=reason)

    def type_reason(self, text: str) -> None:
        """Why the customer is erased."""
        if (person := self.chosen) is not None:
            self._frame.kept.keep(ERASE_FORM, text, person.id)
            self.show(reason=text)

    def erase(self) -> None:
        """F12: forget the chosen customer, under a supervisor."""
        person = self.chosen
        if person is None:
            return
        try:
            reason = check_reason(self.state.reason)
        except Refused as error:
            self._failed(error)
            return
        then = partial(self._erase, person, reason)
        self._frame.approve(Permission.ERASE_CUSTOMER, then, approved_act.customer("erase", person.full_name))

    def step_back(self) -> bool:
        """Esc: from a page to the registry. What was typed waits."""
        if self.state.page is Page.REGISTRY:
            return False
        if not self.state.busy:
            self.show(page=Page.REGISTRY, form=None, bought=None)
        return True

    def _erase(self, person: Person, reason: str, supervisor: Cashier) -> None:
        def erased(_: None) -> None:
            self._frame.kept.forget(ERASE_FORM)
            self._look_again()
            self._confirm_by_message(wording.text("customers.erased", name=person.full_name))
            self._frame.changed()

        self.show(busy=True)
        self._run(partial(customers.erase, self._station, supervisor, person.id, reason), erased, self._failed)

    def _exported(self, file: Path) -> None:
        self.show(busy=False)
        self._confirm_by_message(wording.text("customers.exported", file=str(file)))
