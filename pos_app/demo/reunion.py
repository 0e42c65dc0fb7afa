"""Second half of the second act: a new life, a seat granted again, the lost disk's sales, the conflict at the desk."""

from contextlib import closing

from domain.conflicts.cases import Choice
from pos_app import startup
from pos_app.demo.apart import disk_of
from pos_app.demo.patience import Stuck, until
from pos_app.demo.profile import no_password
from pos_app.demo.stage import Stage, narrate
from pos_app.services.conflicts import case_dossiers, conflict_desk
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.services.hq import enrolment, new_life
from pos_app.services.hq.sync_round import sync_round
from pos_app.services.rights import ask_rights
from pos_app.settings import read
from pos_app.ui.conflicts import case_text
from printing.paper_picture import draw
from sync.line.client import HqClient


def reopen(stage: Stage) -> None:
    """Connect the restored station; the administrator approves its next life, and it sells again offline."""
    two, opera = stage.two, stage.opera
    station_id, epoch = two.station.id, two.station.author.epoch
    two.cable.plug_in()
    stage.staff.approve_next_life(station_id, epoch, "disco dañado; copia de hoy")
    line = HqClient(enrolment.caller_of(two.station))
    try:
        new_life.begin(two.station, line)
    finally:
        line.close()
    two.close()
    two.open()
    stage.staff.grant_seats(station_id, opera.performance_id, two.seats(opera.performance_id, opera.section, "C"))
    stage.staff.grant_places(station_id, (stage.concert.performance_id, stage.concert.zone_id), 20)
    two.sync()
    narrate("reopened", epoch=two.station.author.epoch)
    two.cable.pull_out()
    row = two.seats(opera.performance_id, opera.section, "C")
    sold = two.sell(opera.seated(*row[:2]), by_phone=True)
    narrate("alone_again", number=sold.document.printed_number)


def sell_the_seat_again(stage: Stage) -> None:
    """HQ releases the seats of the lost life on somebody's word; the first station gets one and sells it offline."""
    one, opera = stage.one, stage.opera
    reason = "el taquillero dice que no vendió nada después de la copia"
    stage.office.command("seats", "release", "2", "--reason", reason, "--tenant", stage.tenant)
    narrate("released", reason=reason)
    one.cable.plug_in()
    one.sync()
    seat = one.seats(opera.performance_id, opera.section, "B")[4]
    assert one.station.hq is not None
    ask_rights.ask_seats(one.station, one.station.hq, opera.performance_id, [seat])
    one.cable.pull_out()
    sold = one.sell(opera.seated(seat))
    narrate("sold_again", number=sold.document.printed_number, seat=f"{opera.section} B-5")


def find_the_disk(stage: Stage) -> None:
    """Reconnect everybody; then the lost disk is read and pushes the sales that HQ never received."""
    for station in (stage.one, stage.two):
        station.cable.plug_in()
        station.sync()
    narrate("network_back")
    profile = disk_of(stage)
    old = startup.open_station(profile, startup.load_keys(profile, read(profile), no_password, create=False))
    with closing(old.database):
        line = HqClient(enrolment.caller_of(old))
        try:
            sync_round(old, line)
        finally:
            line.close()
    narrate("disk_found")
    until(lambda: _case_arrived(stage), "conflict")


def settle(stage: Stage) -> None:
    """The supervisor reads both sides, accepts the proposal, and hands over the new tickets."""
    two = stage.two
    dossier = next(dossier for dossier in case_dossiers.read(two.station) if dossier.known.waits)
    case = dossier.known.case
    narrate("conflict", subject=case_text.subject(case))
    for side in case_text.sides(dossier):
        narrate("side", title=side.title, lines=" · ".join(side.lines))
    narrate("proposed", what=case_text.proposed(dossier))
    before = len(two.printer.papers)
    outcome = conflict_desk.settle(two.station, two.person(two.supervisor), case.id, Decision(Choice.MOVE))
    two.printed()
    for i, paper in enumerate(two.printer.papers[before:], start=1):
        draw(paper, two.printer.width).save(stage.out / f"amended-ticket-{i}.png")
    seats = ", ".join(f"{ticket.place.section} {ticket.place.row}-{ticket.place.seat}" for ticket in outcome.tickets)
    narrate("settled", name=two.supervisor.name, seats=seats)
    two.sync()
    if conflict_desk.waiting(two.station):
        raise Stuck("settled")


def _case_arrived(stage: Stage) -> bool:
    stage.two.sync()
    return conflict_desk.waiting(stage.two.station) > 0
