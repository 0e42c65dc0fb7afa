"""The fields of a form whose content waits for the person who typed it, and the line that says so."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from pos_app.ui import wording
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, row

Field = QLineEdit | QButtonGroup
CLEAR_KEY = "Ctrl+N"


def take_focus(field: QLineEdit) -> None:
    """Focus a field with its content selected, unless another screen is in front: Qt would type into a hidden one."""
    if field.isVisible():
        field.setFocus()
        field.selectAll()


def _width_on_two_lines(words: ElidedLabel) -> int:
    """The least width at which two lines hold the whole text."""
    words.ensurePolished()
    parts, advance = words.accessibleName().split(" "), words.fontMetrics().horizontalAdvance
    broken = ((" ".join(parts[:at]), " ".join(parts[at:])) for at in range(len(parts)))
    return min(max(map(advance, lines)) for lines in broken) + 1


class KeptNotice(QWidget):
    """Says that unfinished work was found again; its key begins anew."""

    def __init__(self) -> None:
        super().__init__()
        self._clear: Callable[[], None] = lambda: None
        self._button = KeyButton(wording.text("kept.clear"), CLEAR_KEY, self._pressed)
        self._button.stack()  # a click leaves the focus in its field
        words = ElidedLabel(wording.text("kept.found"), "muted", two_lines=True)
        words.setMinimumWidth(_width_on_two_lines(words))
        line = row(words, self._button)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def show_for(self, clear: Callable[[], None] | None) -> None:
        """Show the line, with what its key does; None hides it."""
        if clear is not None:
            self._clear = clear
        self.setVisible(clear is not None)

    def _pressed(self) -> None:
        self.hide()
        self._clear()


class KeptForm:
    """Keeps what is typed into fields at each change, and shows it again when the form begins."""

    def __init__(
        self,
        kept: KeptWork,
        fields: Sequence[Field],
        notice: KeptNotice | None = None,
        cleared: Callable[[], None] = lambda: None,
    ) -> None:
        self._kept, self._fields, self._notice, self._cleared = kept, tuple(fields), notice, cleared
        self._place, self._known = "", ("",) * len(self._fields)
        self._about: Hashable = None
        self._is_filling = False
        for field in self._fields:
            field.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
            if isinstance(field, QLineEdit):
                field.textChanged.connect(self._changed)
            else:
                field.idToggled.connect(self._changed)

    def begin(self, place: str, about: Hashable = None, known: Sequence[str] = ()) -> bool:
        """Show what waits at a place, or else the known contents; returns whether anything waited.

        Without known contents the fields are empty, and the first of a group of buttons is chosen.
        """
        self._place, self._about = place, about
        self._known = tuple(known) or tuple("" if isinstance(f, QLineEdit) else "0" for f in self._fields)
        waiting = self._kept.find(place, tuple, about)
        self._fill(waiting or self._known)
        if self._notice is not None:
            self._notice.show_for(self.clear if waiting else None)
        return waiting is not None

    def clear(self) -> None:
        """Begin anew with the known contents and the focus in the first field."""
        self._kept.forget(self._place)
        self._fill(self._known)
        next(field for field in self._fields if isinstance(field, QLineEdit) and field.isVisible()).setFocus()
        self._cleared()

    def _fill(self, contents: Sequence[str]) -> None:
        self._is_filling = True
        for field, content in zip(self._fields, contents, strict=True):
            if isinstance(field, QLineEdit):
                field.setText(content)
            else:
                field.button(int(content)).setChecked(True)
        self._is_filling = False

    def _changed(self) -> None:
        if self._is_filling or not self._place:
            return
        typed = tuple(f.text() if isinstance(f, QLineEdit) else str(f.checkedId()) for f in self._fields)
        if typed != self._known:
            self._kept.keep(self._place, typed, self._about)
            return
        self._kept.forget(self._place)
        if self._notice is not None:
            self._notice.show_for(None)
