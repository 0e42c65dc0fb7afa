"""The text that is being typed on the map to move to a seat."""

from dataclasses import dataclass

from pos_app.ui.seat_map.seat_names import SeatNames

PAUSE_MS = 1500
"""After this pause a key begins a new text."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The text typed so far, when its last key was pressed, and the seat of the cursor when it began."""

    text: str = ""
    at_ms: int = 0
    origin: int | None = None

    def goes_on(self, at_ms: int) -> bool:
        """Whether a key pressed now continues this text."""
        return bool(self.text) and 0 <= at_ms - self.at_ms <= PAUSE_MS

    def takes(self, character: str, at_ms: int, names: SeatNames) -> bool:
        """Whether a key that has another meaning too, such as + or 0, belongs to the name of a seat here."""
        if not self.goes_on(at_ms):
            return names.some_label_begins_with(character)
        return character.isdecimal() or names.could_continue(self.text + character)

    def then(self, character: str, at_ms: int, cursor: int | None, names: SeatNames) -> "Typed":
        """The text with one more key. A letter that cannot follow digits begins a new text."""
        if self.goes_on(at_ms):
            begins = (
                character.isalpha() and self.text[-1].isdecimal() and not names.could_continue(self.text + character)
            )
            if not begins:
                return Typed(self.text + character, at_ms, self.origin)
        return Typed(character, at_ms, cursor)

    def shorter(self, at_ms: int) -> "Typed":
        """The text without its last character."""
        return Typed(self.text[:-1], at_ms, self.origin)
