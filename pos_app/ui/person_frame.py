"""The window as the screens of one person see it: work that ends after they signed out reaches nobody else."""

from collections.abc import Callable
from typing import Protocol

from domain.people.staff import Cashier, Permission
from pos_app.ui.frame import Frame, ScreenName, Tone
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.wording import Message


class Window(Frame, Protocol):
    """A frame in which one person after another signs in."""

    def signed_in_now(self) -> Cashier | None:
        """Who is signed in; None on the sign-in screen."""
        ...


class PersonFrame:
    """Is the frame of one person, also after they signed out.

    `cashier` and `kept` are theirs at any time. Their screens move the window, hold its keys and ask for an approval
    only while they are signed in. A message is still shown on the sign-in screen, and never to another person.
    """

    def __init__(self, window: Window, person: Cashier) -> None:
        self._window, self._person = window, person
        self._kept = window.kept.of(person)

    @property
    def cashier(self) -> Cashier:
        return self._person

    @property
    def kept(self) -> KeptWork:
        return self._kept

    @property
    def _is_here(self) -> bool:
        return self._window.signed_in_now() == self._person

    def go(self, name: ScreenName) -> None:
        if self._is_here:
            self._window.go(name)

    def back(self) -> None:
        if self._is_here:
            self._window.back()

    def hold_keys(self, give_up: Callable[[], None] | None = None, repeatable: str = "") -> None:
        if self._is_here:
            self._window.hold_keys(give_up, repeatable)

    def press_keys(self) -> None:
        if self._is_here:
            self._window.press_keys()

    def drop_keys(self) -> None:
        if self._is_here:
            self._window.drop_keys()

    def type_key(self, key: str) -> None:
        if self._is_here:
            self._window.type_key(key)

    def show_message(self, message: Message, tone: Tone = Tone.ERROR) -> None:
        if self._is_here or self._window.signed_in_now() is None:
            self._window.show_message(message, tone)

    def clear_message(self) -> None:
        if self._is_here:
            self._window.clear_message()

    def approve(self, permission: Permission, then: Callable[[Cashier], None], about: str = "") -> None:
        if self._is_here:
            self._window.approve(permission, then, about)

    def signed_in(self, cashier: Cashier) -> None:
        self._window.signed_in(cashier)

    def change_look(self, language: str, theme: str) -> None:
        self._window.change_look(language, theme)

    def changed(self) -> None:
        self._window.changed()
