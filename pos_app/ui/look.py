"""The language and the theme of all screens: those of the settings, or those of system and desktop."""

import os
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from pos_app.ui import theme, wording
from pos_app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """A language and a theme as in the settings. An empty one is that of the system or of the desktop."""

    language: str = ""
    theme: str = ""


def apply(application: QApplication, look: Look) -> None:
    """Use a look from now on. Every open window gets Qt's LanguageChange, and takes the look as soon as it can."""
    wording.use(look.language or wording.system_language(os.environ))
    theme.apply(application, Theme(look.theme) if look.theme else theme.of_desktop())
    for window in application.topLevelWidgets():
        QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))


def is_changed_by(event: QEvent) -> bool:
    """Whether a `changeEvent` of a window says that `apply` was called."""
    return event.type() is QEvent.Type.LanguageChange
