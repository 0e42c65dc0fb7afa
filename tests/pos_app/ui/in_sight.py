"""What a person sees in the window of a till, and where the next key goes."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QStyleOptionViewItem

from pos_app.ui.app import Till
from pos_app.ui.sell.cart_table import AdmissionDelegate, CartTable
from pos_app.ui.widgets.kept_form import KeptNotice


def focused() -> str:
    field = QApplication.focusWidget()
    return field.accessibleName() if field else ""


def typed(till: Till) -> list[str]:
    """The texts of the fields in sight that hold any."""
    fields = till.window.shown.findChildren(QLineEdit)
    return [field.text() for field in fields if field.isVisible() and field.text()]


def is_unfinished(till: Till) -> bool:
    return any(notice.isVisible() for notice in till.window.shown.findChildren(KeptNotice))


def texts(till: Till) -> str:
    return "\n".join(part.text() for part in till.window.findChildren(QLabel) if part.isVisible())


def shows(till: Till, screen: type) -> Callable[[], bool]:
    return lambda: isinstance(till.window.shown, screen)


def drawn(table: CartTable, row: int) -> list[str]:
    """The lines of an admission as its delegate draws them at the present width."""
    index = table.model().index(row, 1)
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.rect = table.visualRect(index)
    delegate = table.itemDelegateForIndex(index)
    assert isinstance(delegate, AdmissionDelegate)
    delegate.initStyleOption(option, index)
    return option.text.split("\u2028")
