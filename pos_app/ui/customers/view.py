"""The registry of customers: its pages, one in front."""

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_app.ui.customers.form_page import FormPage
from pos_app.ui.customers.other_pages import BoughtPage, ErasePage
from pos_app.ui.customers.presenter import CustomersPresenter
from pos_app.ui.customers.registry_page import RegistryPage
from pos_app.ui.customers.state import CustomersState, Page
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.layouts import fill


class CustomersView(Screen):
    """Draws the state and passes on what is pressed."""

    begins_empty: ClassVar[bool] = True

    def __init__(self, presenter: CustomersPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._registry, self._form = RegistryPage(presenter), FormPage(presenter)
        self._bought, self._erasing = BoughtPage(presenter), ErasePage(presenter)
        self._pages: dict[Page, QWidget] = {
            Page.REGISTRY: self._registry, Page.FORM: self._form, Page.BOUGHT: self._bought,
            Page.ERASING: self._erasing,
        }  # fmt: skip
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        inside = QVBoxLayout()
        inside.addWidget(self._stack)
        fill(self, inside)
        presenter.watch(self.render_state)

    def enter(self) -> None:
        if self._presenter.state.page is Page.REGISTRY:
            self._presenter.enter(self._registry.begin())
        else:
            self._presenter.enter()
            self._focus_page()

    def scan(self, code: str) -> None:
        if self._presenter.state.page is Page.REGISTRY:
            self._registry.search(code)

    def step_back(self) -> bool:
        if self._presenter.step_back():
            return True
        if not self._registry.field.text():
            return False
        self._registry.search("")
        return True

    def must_stay(self) -> bool:
        return self._presenter.state.busy

    def may_be_made_again(self) -> bool:
        """What is typed waits in the presenter, and the search where searches are kept."""
        return not self.must_stay()

    def render_state(self, state: CustomersState) -> None:
        """Draw the page in front."""
        page = self._pages[state.page]
        is_other = self._stack.currentWidget() is not page
        self._stack.setCurrentWidget(page)
        match state.page:
            case Page.REGISTRY:
                self._registry.render_state(state)
            case Page.FORM:
                self._form.render_state(state)
            case Page.BOUGHT:
                self._bought.render_state(state)
            case Page.ERASING:
                self._erasing.render_state(state)
        if is_other:
            self._focus_page()

    def _focus_page(self) -> None:
        match self._presenter.state.page:
            case Page.REGISTRY:
                self._registry.field.setFocus()
                self._registry.field.selectAll()
            case Page.FORM:
                self._form.refocus()
            case Page.BOUGHT:
                self._bought.table.setFocus()
            case Page.ERASING:
                self._erasing.reason.setFocus()
