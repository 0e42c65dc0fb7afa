"""Commands of `taquilla` for the rights of a station, without a window."""

import argparse
from functools import partial
from pathlib import Path

from domain.people.staff import Permission
from pos_app import startup
from pos_app.commands import OK, must_be_set_up, reading_station, with_station
from pos_app.services.people import approvals
from pos_app.services.rights import hand_over_files, handing, held_rights, parts
from pos_app.services.rights.accepting import Received
from pos_app.station import Station
from pos_app.terminal import ask_pin
from pos_app.ui import wording
from pos_app.ui.rights import right_text


def rights(options: argparse.Namespace) -> int:
    """List what the station holds, each line with its number."""
    held = reading_station(options.profile, held_rights.held_rights)
    for no, line in enumerate(held, start=1):
        print(f"{no:3d}  {right_text.line(line)}")
    if not held:
        print(wording.text("rights.none"))
    return OK


def give_back(options: argparse.Namespace) -> int:
    """Return a line of the list to HQ, or a part of it, under a supervisor's PIN."""
    must_be_set_up(options.profile)  # locking it would make its folder
    with startup.lock(options.profile):
        returned = with_station(options.profile, partial(_give_back, options.line, options.part))
    print(wording.text("rights.returned", what=returned))
    return OK


def hand_over(options: argparse.Namespace) -> int:
    """Give a line of the list, or a part of it, to another station as a file, under a supervisor's PIN."""
    must_be_set_up(options.profile)  # the same
    with startup.lock(options.profile):
        print(with_station(options.profile, partial(_hand_over, options)))
    return OK


def accept(options: argparse.Namespace) -> int:
    """Accept the file of another station, under a supervisor's PIN."""
    must_be_set_up(options.profile)  # the same
    with startup.lock(options.profile):
        received = with_station(options.profile, partial(_accept, options.hand_over))
    print(right_text.received(received))
    return OK


def _hand_over(options: argparse.Namespace, station: Station) -> str:
    part = parts.typed_part(held_rights.line(station, options.line), options.part)
    words = right_text.named(part.of, part.count, part.seats)
    print(wording.text("rights.asks_hand_over", what=words, no=options.no))
    by = approvals.approve(station, ask_pin(), Permission.MOVE_RIGHTS)
    made = handing.hand_over(station, by, part, options.no)
    path = hand_over_files.save(station, made)
    return wording.text("rights.handed_over", what=words, receiver=made.to.name, path=str(path))


def _accept(file: Path, station: Station) -> Received:
    return hand_over_files.accept_file(station, approvals.approve(station, ask_pin(), Permission.MOVE_RIGHTS), file)


def _give_back(line: int, typed: str, station: Station) -> str:
    part = parts.typed_part(held_rights.line(station, line), typed)
    words = right_text.named(part.of, part.count, part.seats)
    print(wording.text("rights.asks", what=words))
    parts.give_back(station, approvals.approve(station, ask_pin(), Permission.MOVE_RIGHTS), part)
    return words
