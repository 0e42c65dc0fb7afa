"""The distinct pictures of a seat: one for each state, and for a free seat one for each kind and zone."""

from dataclasses import dataclass

import numpy as np

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import Indices, SeatLook, SeatPlan, States
from pos_app.ui.seat_map.colours import FaceColours, SeatColours, mixed


@dataclass(frozen=True, slots=True)
class Face:
    """The look of a seat. Kind and zone are shown on free seats only, because only these are for sale."""

    look: SeatLook
    kind: SeatKind = SeatKind.ORDINARY
    zone: int = 0


TAKEN_LOOKS = tuple(look for look in SeatLook if look is not SeatLook.FREE)


def all_faces(zones: int) -> tuple[Face, ...]:
    """Every face with so many zone colours; `faces_of` returns indices into it."""
    free = (Face(SeatLook.FREE, kind, zone) for kind in SeatKind for zone in range(zones))
    return (*free, *(Face(look) for look in TAKEN_LOOKS))


def faces_of(plan: SeatPlan, states: States, zones: int) -> Indices:
    """The face of each seat, as an index into `all_faces(zones)`."""
    return face_indices(free_faces(plan, zones), states, zones)


def free_faces(plan: SeatPlan, zones: int) -> Indices:
    """The index of the face that each seat has while it is free."""
    return plan.kind.astype(np.intp) * zones + plan.zone_by_seat() % zones


def face_indices(free: Indices, states: States, zones: int) -> Indices:
    """The index of each seat's face, from its face while free and its state."""
    first_taken = len(SeatKind) * zones
    return np.where(states == SeatLook.FREE, free, states.astype(np.intp) + (first_taken - 1))


def face_colours(face: Face, colours: SeatColours) -> FaceColours:
    """The colours of a face."""
    if face.look is not SeatLook.FREE:
        taken: FaceColours = getattr(colours, face.look.name.lower())
        return taken
    if face.kind is SeatKind.ACCESSIBLE:
        return colours.accessible
    zone = colours.of_zone(face.zone)
    return FaceColours(mixed(colours.free.fill, zone, colours.zone_fill_percent), zone, colours.free.glyph)


def overview_colour(face: Face, colours: SeatColours) -> str:
    """The single colour of a seat that is too small for an edge and a glyph."""
    if face.look is SeatLook.ELSEWHERE:
        return colours.elsewhere.edge
    if face.look is SeatLook.AT_HQ:
        return colours.at_hq.edge
    if face.look is SeatLook.KILLED:
        return colours.killed.edge
    if face.look is SeatLook.FREE and face.kind is not SeatKind.ACCESSIBLE:
        return mixed(colours.panel, colours.of_zone(face.zone), colours.zone_overview_percent)
    return face_colours(face, colours).fill
