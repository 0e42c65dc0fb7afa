"""First half of the second act: both stations sell with and without a network; one loses its disk and is restored."""

import shutil
from pathlib import Path

from domain.errors import Refused
from pos_app import settings, startup
from pos_app.demo.patience import Stuck
from pos_app.demo.stage import Stage, narrate
from pos_app.services.copies import backup as backups
from pos_app.services.copies import restore as restoring
from pos_app.services.copies.restore import WouldLose
from pos_app.storage.copies.backup import Backup
from pos_app.ui import wording
from sync.journal import Author

_KEY = "open.key"


def sell_online(stage: Stage) -> None:
    """Both stations sell, and HQ receives the sales at once."""
    opera, concert = stage.opera, stage.concert
    row = stage.one.seats(opera.performance_id, opera.section, "A")
    first = stage.one.sell(opera.seated(*row[:2]))
    second = stage.two.sell(concert.places(2), by_phone=True)
    stage.one.sync()
    stage.two.sync()
    narrate("online", one=first.document.printed_number, two=second.document.printed_number)


def back_up(stage: Stage) -> Backup:
    """Back up the second station."""
    backup = backups.make(stage.two.station, _folder(stage.out / "backup"))
    head = f"{backup.manifest.head.epoch}/{backup.manifest.head.seq}"
    stage.two.sync()
    narrate("backed_up", head=head)
    return backup


def cut(stage: Stage) -> None:
    """Cut the network of both stations. Raises Stuck when a round with HQ succeeds all the same."""
    for station in (stage.one, stage.two):
        station.cable.pull_out()
        if station.station.try_sync():
            raise Stuck("the cable is out")
    narrate("cut")


def sell_alone(stage: Stage) -> None:
    """Both stations sell the rights that they hold."""
    opera, concert = stage.opera, stage.concert
    row_a = stage.one.seats(opera.performance_id, opera.section, "A")
    row_b = stage.two.seats(opera.performance_id, opera.section, "B")
    one = stage.one.sell(opera.seated(*row_a[2:4]), by_phone=True)
    two = stage.two.sell(opera.seated(*row_b[4:6]))
    more = stage.two.sell(concert.places(3))
    narrate("alone_one", number=one.document.printed_number, pending=stage.one.pending())
    numbers = f"{two.document.printed_number}, {more.document.printed_number}"
    narrate("alone_two", numbers=numbers, pending=stage.two.pending())


def lose_the_disk(stage: Stage, backup: Backup) -> None:
    """Restore the second station from its backup: the restore names the lost documents, and the station sells nothing.

    The restored life holds no rights until HQ approves a new one, so a sale is refused.
    """
    two = stage.two
    two.close()
    at, keys = startup.SYSTEM.clock.now(), two.keys()
    manifest = backup.manifest
    witnesses = startup.witnesses(
        Author(manifest.tenant, manifest.station, manifest.head.epoch, keys.signing_key),
        two.profile, settings.read(two.profile),
    )  # fmt: skip
    with startup.lock(two.profile):
        try:
            restoring.restore(restoring.Request(two.profile, backup), keys, witnesses, at)
        except WouldLose as error:
            narrate("would_lose", documents=", ".join(error.documents))
        done = restoring.restore(restoring.Request(two.profile, backup, accept_loss=True), keys, witnesses, at)
    assert done.aside is not None
    _keep_disk(two.profile, done.aside, stage.out / "old-disk")
    two.open()
    try:
        two.sell(stage.concert.places(1))
    except Refused as error:
        message = wording.refusal(error)
        narrate("refused", code=message.code, what=message.what)


def disk_of(stage: Stage) -> Path:
    """The profile on the disk that the station lost."""
    return stage.out / "old-disk"


def _keep_disk(profile: Path, store: Path, to: Path) -> None:
    shutil.copytree(store, to)
    for name in (settings.FILE_NAME, _KEY):
        shutil.copy2(profile / name, to / name)


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
