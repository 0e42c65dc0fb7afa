"""A station at work as a process of its own: it sells until its input ends, then brings HQ level. A script.

`seller.py PROFILE`: each number goes to PROFILE/printed once its sale is committed. Killed and started again it goes
on where it was. It ends with 0 when HQ has everything, a Z included.
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
"""Nobody sells faster; and what was killed must find a processor to come back on."""
_A_ROUND_S = 30.0


def main() -> int:
    """Be a station."""
    profile = Path(sys.argv[1])
    told_to_end, ended = threading.Event(), threading.Event()
    threading.Thread(target=_until_input_ends, args=(told_to_end,), daemon=True).start()
    at_work = running.start(profile, no_password)
    rounds = threading.Thread(target=_round_after_round, args=(at_work, ended))
    rounds.start()
    try:
        _sell(at_work, profile, told_to_end)
        pause = threading.Event()
        while _pending(at_work):
            pause.wait(_A_MOMENT_S)
    finally:
        ended.set()
        rounds.join()
        at_work.stop()
    return 0


def _sell(at_work: Running, profile: Path, told_to_end: threading.Event) -> None:
    loop = None
    printed = os.open(profile / "printed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while not (loop and told_to_end.is_set()):
        try:
            loop = loop or sell_loop.begin(at_work.station)
            number = loop.sell().printed_number
        except (NumbersUsedUp, NotEnoughPlaces):  # cut off for long, or just enrolled: it waits for HQ
            told_to_end.wait(_A_MOMENT_S)
        else:
            write_number(printed, number)
            told_to_end.wait(_BETWEEN_SALES_S)
    loop.take_z()


def _round_after_round(at_work: Running, ended: threading.Event) -> None:
    """Somebody who will not wait: a round with HQ, and another."""
    assert at_work.sync is not None
    while not ended.is_set():
        at_work.sync.try_now(_A_ROUND_S)
        ended.wait(_BETWEEN_ROUNDS_S)


def _pending(at_work: Running) -> int:
    station = at_work.station
    with station.database.read() as tx:
        return sync_state.pending(tx, station.tenant_id, station.id)


def _until_input_ends(told_to_end: threading.Event) -> None:
    sys.stdin.read()
    told_to_end.set()


if __name__ == "__main__":
    sys.exit(main())
