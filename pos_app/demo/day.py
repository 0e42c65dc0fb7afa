"""The first act, a day at the counter: real window, real keys, real store, a printer that runs out of paper."""

import shutil
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from pos_app import running
from pos_app.demo import after_sale, closing, selling
from pos_app.demo.auditor import audited, holds
from pos_app.demo.patience import Stuck
from pos_app.demo.player import Player
from pos_app.demo.profile import create_profile, introduced, no_password, people
from pos_app.demo.roll import Roll
from pos_app.demo.scene import Scene
from pos_app.demo.souvenirs import keep_papers
from pos_app.services.proof.verify import Verdict, verify
from pos_app.ui import app, theme, wording
from pos_app.ui.settings.presenter import PrinterDesk
from pos_app.ui.theme import Theme
from printing.devices import NetworkPrinter
from printing.virtual_printer import LOOPBACK, VirtualPrinter

_SIZE = (1366, 768)
_STORE = "station"


def play_day(out: Path) -> int:
    """Play the day into a folder. The exit code is 0 when the store verifies."""
    _clear(out)
    ana, _, carmen = people()
    for person in people():
        print(introduced(person), flush=True)  # noqa: T201  # this is what the demo is for
    profile = out / _STORE
    create_profile(profile)
    printer = VirtualPrinter()
    printer.start()
    roll = Roll(printer, NetworkPrinter(LOOPBACK, printer.port))
    at_work = running.start(profile, no_password, roll)
    application = QApplication(["taquilla"])
    theme.apply(application, Theme.LIGHT)
    desk = PrinterDesk(at_work.use_printer, at_work.try_printer, at_work.has_virtual)
    till = app.Till(lambda: app.Opened(at_work.station, at_work.printer, desk))
    till.window.resize(*_SIZE)
    till.show()
    till.window.activateWindow()
    try:
        verdict = _play(Scene(Player(till.window, out), at_work.station, roll, ana, carmen))
        keep_papers(at_work.station, printer, out / "papers")
        answer = audited(at_work.station, out / "evidence")
    except Stuck as error:
        print(wording.text("demo.stuck", what=str(error), folder=str(out)), file=sys.stderr)  # noqa: T201  # the same
        return 1
    finally:
        till.stop()
        at_work.stop()
        printer.stop()
    lines = [f"· {wording.text('demo.kept', folder=str(out))}", answer, _verdict_line(verdict)]
    print("\n".join(filter(None, lines)), flush=True)  # noqa: T201  # the end
    return 0 if verdict.ok and holds(answer) else 1


def _verdict_line(verdict: Verdict) -> str:
    if verdict.finding is None:
        return "verify: ok"
    return f"verify: {verdict.finding.flaw} · {verdict.finding.record}"


def _clear(out: Path) -> None:
    """Remove what an earlier run left, and nothing else in the folder."""
    for name in ("screens", "papers", _STORE):
        shutil.rmtree(out / name, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)


def _play(scene: Scene) -> Verdict:
    """From the sign-in to the proof, in the order of a real shift."""
    selling.sign_in(scene)
    selling.open_shift(scene)
    selling.sell_general(scene)
    selling.sell_seats(scene)
    selling.reprint(scene)
    selling.run_out_of_paper(scene)
    after_sale.give_back_two(scene)
    closing.read_x(scene)
    closing.count_and_close(scene)
    closing.take_z(scene)
    scene.printed()
    return verify(scene.station)
