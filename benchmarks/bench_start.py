"""Benchmark: time from the start of the process to the first painted window, against a bare QtWidgets window."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figure import Figure, middle, report

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 9

_UNTIL_PAINTED = """
from PySide6.QtCore import QEvent, QObject, QTimer
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print("painted", flush=True)
            import os
            os._exit(0)
        return False
"""

_BARE = (
    """
from PySide6.QtWidgets import QApplication, QGridLayout, QMainWindow, QPushButton, QWidget
application = QApplication([])
window, page, grid = QMainWindow(), QWidget(), QGridLayout()
for i in range(60):
    grid.addWidget(QPushButton(str(i)), i // 10, i % 10)
page.setLayout(grid)
window.setCentralWidget(page)
"""
    + _UNTIL_PAINTED
    + """
watch = Painted()
page.installEventFilter(watch)
window.show()
application.exec()
"""
)

_STATION = (
    """
from PySide6.QtWidgets import QApplication
from pos_app.ui import app, look
application = QApplication([])
look.apply(application, look.Look())
till = app.Till(lambda: None)
"""
    + _UNTIL_PAINTED
    + """
watch = Painted()
till.window.centralWidget().installEventFilter(watch)
till.show()
application.exec()
"""
)


def painted_after(program: str) -> float:
    """Milliseconds from starting a process to its first painted window."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    started = perf_counter()
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment, text=True)
    assert child.stdout is not None
    line = child.stdout.readline()
    elapsed = (perf_counter() - started) * 1000
    child.wait()
    assert line == "painted\n", line
    return elapsed


def main() -> None:
    """Measure and print; the first round of each is not counted."""
    bare, station = [], []
    for _ in range(ROUNDS + 1):
        bare.append(painted_after(_BARE))
        station.append(painted_after(_STATION))
    ratio = middle(station[1:]) / middle(bare[1:])
    report([
        Figure("start to first window", middle(station[1:]), "ms", middle(bare[1:]), ratio, "<= 3 x", "1.5", ratio <= 3)
    ])  # fmt: skip


if __name__ == "__main__":
    main()
