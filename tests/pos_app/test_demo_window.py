"""The demo's switch cuts the network of both stations and shows their papers."""

import socket

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.demo.cable import Cable
from pos_app.demo.window import DeskSwitch
from printing.virtual_printer import LOOPBACK


def answers(cable: Cable) -> bool:
    try:
        socket.create_connection((LOOPBACK, int(cable.url.rpartition(":")[2])), timeout=10).close()
    except ConnectionRefusedError:
        return False
    return True


def test_the_switch_cuts_both_cables_and_connects_them_again(qtbot: QtBot) -> None:
    with socket.create_server((LOOPBACK, 0)) as beyond:
        cables = [Cable(beyond.getsockname()[1]) for _ in range(2)]
        for cable in cables:
            cable.plug_in()
        switch = DeskSwitch(cables, [])
        qtbot.addWidget(switch)
        connected = switch.network.text()
        switch.network.click()
        assert [answers(cable) for cable in cables] == [False, False]
        assert switch.network.text() != connected
        switch.network.click()
        assert [answers(cable) for cable in cables] == [True, True]
        for cable in cables:
            cable.pull_out()


def test_the_papers_are_shown_when_they_are_asked_for(qtbot: QtBot) -> None:
    paper = QWidget()
    switch = DeskSwitch([], [paper])
    for widget in (paper, switch):
        qtbot.addWidget(widget)
    switch.paper.click()
    assert paper.isVisible()
    switch.paper.click()
    assert not paper.isVisible()
