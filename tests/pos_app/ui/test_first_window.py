"""The first window needs only Qt and the standard library; the rest is loaded while it is on the screen."""

import os
import subprocess
import sys

SHOW_AND_LIST = """
import sys
from PySide6.QtWidgets import QApplication
from pos_app.ui import theme
from pos_app.ui.app import Opened, Till
from pos_app.ui.theme import Theme

def never() -> Opened:
    raise AssertionError("the station is opened after the first paint")

application = QApplication([])
theme.apply(application, Theme.LIGHT)
till = Till(never)
till.window.show()
application.processEvents()
assert not till.window.grab().isNull()
print("\\n".join(sorted(sys.modules)))
"""

OURS = {
    *(
        "domain",
        "domain.calendar",
        "domain.errors",
        "domain.formats",
        "domain.ids",
        "domain.money",
        "domain.money.money",
        "domain.people",
        "domain.people.staff",
        "domain.typed_text",
    ),
    *("pos_app", "pos_app.ui", "pos_app.ui.app", "pos_app.ui.approval", "pos_app.ui.background"),
    *("pos_app.ui.frame", "pos_app.ui.head_bar", "pos_app.ui.held_keys", "pos_app.ui.look", "pos_app.ui.main_window"),
    *(
        "pos_app.ui.scanner",
        "pos_app.ui.screen",
        "pos_app.ui.screen_stack",
        "pos_app.ui.screen_window",
        "pos_app.ui.trail",
        "pos_app.ui.typed_ahead",
        "pos_app.ui.key_presses",
        "pos_app.ui.click_guard",
        "pos_app.ui.entry_reads",
        "pos_app.ui.kept_input",
        "pos_app.ui.kept_work",
        "pos_app.ui.opening",
        "pos_app.ui.status_part",
        "pos_app.ui.told_apart",
        "pos_app.ui.widgets.while_shown",
        "pos_app.ui.window_keys",
    ),
    *(
        "pos_app.ui.sign_in",
        "pos_app.ui.sign_in.pin_panel",
        "pos_app.ui.sign_in.programme",
        "pos_app.ui.sign_in.view",
        "pos_app.ui.status_bar",
        "pos_app.ui.theme",
    ),
    *("pos_app.ui.widgets", "pos_app.ui.widgets.banner", "pos_app.ui.widgets.key_button"),
    *(
        "pos_app.ui.widgets.keypad",
        "pos_app.ui.widgets.layouts",
        "pos_app.ui.widgets.overlay",
    ),
    *("pos_app.ui.wording", "resources", "resources.texts"),
}


def test_the_first_window_loads_qt_the_standard_library_and_these_modules() -> None:
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW_AND_LIST], capture_output=True, text=True, check=True, env=unmeasured
    )
    loaded = set(shown.stdout.split())
    roots = {name.partition(".")[0] for name in loaded}
    standard = {*sys.stdlib_module_names, "__main__", "PySide6", "shiboken6", "shibokensupport", "signature_bootstrap"}
    ours = {name for name in loaded if name.partition(".")[0] in {"domain", "sync", "printing", "pos_app", "resources"}}
    assert ours == OURS
    strangers = {root for root in roots - standard - {"domain", "pos_app", "resources"} if not root.startswith("_")}
    assert strangers == set()
