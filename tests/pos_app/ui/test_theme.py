"""The look: every colour in the style sheet has enough contrast with its background, in every theme."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui import theme
from pos_app.ui.frame import Tone
from pos_app.ui.seat_map.colours import mixed, seat_colours
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, give_tone
from pos_app.ui.widgets.overlay import Overlay

TEXT_CONTRAST, CONTROL_CONTRAST = 4.5, 3.0
LEAST = {  # WCAG 2.2: levels AA and AAA
    Theme.LIGHT: (TEXT_CONTRAST, CONTROL_CONTRAST),
    Theme.DARK: (TEXT_CONTRAST, CONTROL_CONTRAST),
    Theme.CONTRAST: (7.0, 4.5),
}
SHEET = (files("resources") / "theme.qss").read_text(encoding="utf-8")
RULE = re.compile(r"([^{}]+)\{((?:[^{}]|\$\{\w+\})*)\}")
COLOUR = r"\$\{?(\w+)\}?"


def rules() -> list[tuple[str, str]]:
    """Selector and body of each rule, without the head comment."""
    _, _, body = SHEET.partition("*/")
    return [(selector.strip(), text) for selector, text in RULE.findall(body)]


def named_after(word: str, text: str) -> list[str]:
    match = re.search(rf"/\*[^*]*\b{word} ((?:\$\w+ ?)+)", text)
    return match[1].replace("$", "").split() if match else []


def text_pairs() -> Iterator[tuple[str, str]]:
    for _, text in rules():
        colour = re.search(rf"(?<![\w-])color: {COLOUR}", text)
        if colour:
            behind = re.search(rf"(?<![\w-])background-color: {COLOUR}", text)
            lies_on = [behind[1]] if behind else named_after("(?<!edge )on", text)
            yield from ((colour[1], surface) for surface in lies_on)
        chosen = re.search(rf"selection-color: {COLOUR}", text)
        chosen_behind = re.search(rf"selection-background-color: {COLOUR}", text)
        if chosen and chosen_behind:
            yield chosen[1], chosen_behind[1]


def edge_pairs() -> Iterator[tuple[str, str]]:
    for _, text in rules():
        edges = re.findall(rf"border(?:-color)?: (?:\$\{{\w+\}}px solid )?{COLOUR};", text)
        yield from ((edge, surface) for edge in edges for surface in named_after("edge on", text))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", Theme)
def test_words_are_legible_and_controls_can_be_seen(look: Theme) -> None:
    named = theme.colours(look)
    of_text, of_controls = LEAST[look]
    pairs = [(pair, of_text) for pair in text_pairs()] + [(pair, of_controls) for pair in edge_pairs()]
    weak = {
        f"{one} on {other}: {contrast(named[one], named[other]):.2f}"
        for (one, other), least in pairs
        if "transparent" not in (one, other) and contrast(named[one], named[other]) < least
    }
    assert weak == set()
    assert len(pairs) > 60


def test_no_rule_colours_words_by_the_state_of_the_widget_around_them() -> None:
    """Qt ignores such a state, so the rule would hold always: words of a chosen row on the ground of another one."""
    by_state = re.compile(r"(?<!:):(?:checked|pressed|focus|hover|enabled|disabled)[^,]*\s+>?\s*Q\w+")
    assert [selector for selector, _ in rules() if by_state.search(selector)] == []


@pytest.mark.parametrize("look", Theme)
def test_each_state_of_a_seat_is_legible_in_every_theme(look: Theme) -> None:
    named = seat_colours(look.value)
    faces = (named.in_cart, named.held, named.sold, named.killed, named.at_hq, named.accessible)
    free = [(named.free.glyph, mixed(named.free.fill, zone, named.zone_fill_percent)) for zone in named.zones]
    texts = [(face.glyph, face.fill) for face in faces] + free
    texts += [(named.row_text, named.background), (named.row_text, named.panel), (named.name_text, named.name_plate)]
    least, least_of_marks = LEAST[look][0], CONTROL_CONTRAST
    assert [pair for pair in texts if contrast(*pair) < least] == []
    # A seat of another station bears a dot and no text.
    assert contrast(named.elsewhere.glyph, named.elsewhere.fill) >= least_of_marks


def test_the_seat_map_of_high_contrast_is_legible_in_every_zone() -> None:
    named = seat_colours("contrast")
    faces = (named.in_cart, named.held, named.sold, named.killed, named.elsewhere, named.accessible)
    free = [mixed(named.free.fill, zone, named.zone_fill_percent) for zone in named.zones]
    pairs = [
        *((face.glyph, face.fill) for face in faces),
        *((named.free.glyph, ground) for ground in free),
        *((zone, named.background) for zone in named.zones),
        *((colour, named.background) for colour in (named.row_text, named.name_text, named.cursor)),
        (named.stage_text, named.stage),
    ]
    assert [(pair, contrast(*pair)) for pair in pairs if contrast(*pair) < 7.0] == []


@pytest.mark.parametrize("look", Theme)
def test_the_seat_map_takes_the_colours_of_the_theme_in_use(qapp: QApplication, look: Theme) -> None:
    theme.apply(qapp, look)
    assert theme.in_use() is look
    assert seat_colours(theme.in_use().value).background


def test_fonts_of_a_desktop_theme_do_not_mix_with_ours(qtbot: QtBot, qapp: QApplication) -> None:
    """Platform themes give each kind of widget a font of its own."""
    kinds = {"QPushButton": QPushButton, "QLabel": QLabel, "QLineEdit": QLineEdit, "QComboBox": QComboBox}

    def set_by_the_desktop() -> None:
        for name in kinds:
            qapp.setFont(QFont("DejaVu Sans Mono", 19), name)  # type: ignore[arg-type]  # the stub names the C++ type

    set_by_the_desktop()
    theme.apply(qapp, Theme.LIGHT)
    before = [kind() for kind in kinds.values()]
    set_by_the_desktop()
    for widget in (*before, *(kind() for kind in kinds.values())):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert (widget.font().family(), widget.font().pixelSize()) == ("DejaVu Sans", theme.size("words"))
    theme.apply(qapp, Theme.LIGHT)


@pytest.mark.parametrize("tone", ["", *Tone])
@pytest.mark.parametrize("look", Theme)
def test_every_button_is_legible_on_a_banner_of_every_tone(
    qtbot: QtBot, qapp: QApplication, look: Theme, tone: str
) -> None:
    theme.apply(qapp, look)
    roles = ["", *sorted(set(re.findall(r'QPushButton\[role="(\w+)"\]', SHEET)) - {"status", "row"})]
    banner, buttons = QFrame(), [KeyButton("Vaciar", "F9", role=role) for role in roles]
    give_role(banner, "banner")
    give_tone(banner, tone)
    banner.setLayout(column(*buttons))
    qtbot.addWidget(banner)
    banner.ensurePolished()
    weak = []
    for role, button in zip(roles, buttons, strict=True):
        button.ensurePolished()
        behind = button.palette().color(QPalette.ColorRole.Button).name()
        for words in button.findChildren(QLabel):
            words.ensurePolished()
            written = words.palette().color(QPalette.ColorRole.WindowText).name()
            if contrast(written, behind) < LEAST[look][0]:
                weak.append((role, words.text(), written, behind))
    assert weak == []


def test_every_rule_that_colours_words_says_what_they_lie_on() -> None:
    silent = [
        selector
        for selector, text in rules()
        if re.search(rf"(?<![\w-])color: {COLOUR}", text)
        and not re.search(rf"(?<![\w-])background-color: {COLOUR}", text)
        and not named_after("(?<!edge )on", text)
    ]
    assert silent == []


def test_the_themes_name_the_same_colours_and_no_colour_is_a_size() -> None:
    sizes = set(tomllib.loads((files("resources") / "theme" / "sizes.toml").read_text(encoding="utf-8")))
    names = [set(theme.colours(look)) for look in Theme]
    assert all(other == names[0] for other in names)
    assert sizes & names[0] == set()


def test_what_is_pressed_is_large_enough_for_a_finger() -> None:
    assert min(theme.size(name) for name in ("touch", "main_touch", "key_touch", "status_touch")) >= 48


def test_no_colour_waits_for_a_use() -> None:
    used = set(re.findall(COLOUR, SHEET))
    assert set(theme.colours(Theme.LIGHT)) - used == set()


@pytest.mark.parametrize("look", Theme)
def test_the_screen_stays_in_sight_behind_a_panel_over_it(qtbot: QtBot, look: Theme) -> None:
    below = QWidget()
    qtbot.addWidget(below)
    below.resize(1024, 600)
    below.setStyleSheet(theme.sheet(look))
    covered = QLabel(below)
    covered.setGeometry(0, 0, 100, 100)
    covered.setStyleSheet("background-color: #FF0000")
    over = Overlay(below, QLabel("PIN"))
    below.show()
    over.open()
    picture = below.grab().toImage()
    seen, beside = picture.pixelColor(50, 50), picture.pixelColor(50, 300)
    assert seen != beside
    assert seen.red() > seen.green() + 40
    assert seen.red() < 255


@pytest.mark.parametrize("look", Theme)
def test_qt_understands_the_sheet(qapp: QApplication, look: Theme) -> None:
    theme.apply(qapp, look)
    assert qapp.font().family() == "DejaVu Sans"


@pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)
def test_the_focus_is_an_edge_and_shades_nothing_inside(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, Theme.LIGHT)
    page, field, button = QWidget(), QLineEdit(), KeyButton("", "", role="primary")
    page.setLayout(column(field, button))
    qtbot.addWidget(page)
    page.resize(200, 150)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)  # by Tab: the style shades what the keyboard reached
    qtbot.waitUntil(button.hasFocus)
    picture = button.grab().toImage()
    inside = {
        picture.pixelColor(x, y).name() for x in range(5, button.width() - 5) for y in range(8, button.height() - 8)
    }
    assert inside == {theme.colours(Theme.LIGHT)["accent"].lower()}
