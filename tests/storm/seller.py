"""A script that runs a station: it sells until standard input ends, then synchronises until HQ has everything.

`seller.py PROFILE` appends each number to PROFILE/printed after the sale's commit. Killed and started again, it
continues with the same store. It exits with 0 when HQ has acknowledged everything, a Z included.
"""

import os
import sys
import threading
from pathlib import Path

from benchmarks import sell_loop
from domain.fiscal.series import NumbersUsedUp
from pos_app import running
from pos_app.demo.profile import no_password
from pos_app.running import Running
from pos_app.services.selling.choosing import NotEnoughPlaces
from pos_app.storage.store import sync_state
from tests.crash.forge import write_number

_A_MOMENT_S = 0.05
_BETWEEN_SALES_S, _BETWEEN_ROUNDS_S = 0.05, 0.3
"""Pauses: no cashier sells faster, and killed processes need processor time to restart."""
_A_ROUND_S = 30.0


def main() -> int:
    """Run the station; 0 when HQ has everything."""
    profile = Path(sys.argv[1])
    input_ended, stopped = threading.Event(), threading.Event()
    threading.Thread(target=_wait_for_input_end, args=(input_ended,), daemon=True).start()
    at_work = running.start(profile, no_password)
    rounds = threading.Thread(target=_run_rounds, args=(at_work, stopped))
    rounds.start()
    try:
        _sell(at_work, profile, input_ended)
        pause = threading.Event()
        while _pending(at_work):
            pause.wait(_A_MOMENT_S)
    finally:
        stopped.set()
        rounds.join()
        at_work.stop()
    return 0


def _sell(at_work: Running, profile: Path, input_ended: threading.Event) -> None:
    loop = None
    printed = os.open(profile / "printed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while not (loop and input_ended.is_set()):
        try:
            loop = loop or sell_loop.begin(at_work.station)
            number = loop.sell().printed_number
        except (NumbersUsedUp, NotEnoughPlaces):  # cut off for long, or just enrolled: wait for HQ's grants
            input_ended.wait(_A_MOMENT_S)
        else:
            write_number(printed, number)
            input_ended.wait(_BETWEEN_SALES_S)
    loop.take_z()


def _run_rounds(at_work: Running, stopped: threading.Event) -> None:
    """Run one round with HQ after another, as an impatient cashier would."""
    assert at_work.sync is not None
    while not stopped.is_set():
        at_work.sync.try_now(_A_ROUND_S)
        stopped.wait(_BETWEEN_ROUNDS_S)


def _pending(at_work: Running) -> int:
    station = at_work.station
    with station.database.read() as tx:
        return sync_state.pending(tx, station.tenant_id, station.id)


def _wait_for_input_end(input_ended: threading.Event) -> None:
    sys.stdin.read()
    input_ended.set()


if __name__ == "__main__":
    sys.exit(main())
