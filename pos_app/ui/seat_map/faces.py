"""The distinct pictures of a seat: a state, and for a free seat also its kind and its zone."""

from dataclasses import dataclass

import numpy as np

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import Indices, SeatLook, SeatPlan, States
from pos_app.ui.seat_map.colours import FaceColours, SeatColours, mixed


@dataclass(frozen=True, slots=True)
class Face:
    """What a seat looks like. Kind and zone are told of free seats only: of others nothing is for sale."""

    look: SeatLook
    kind: SeatKind = SeatKind.ORDINARY
    zone: int = 0


TAKEN_LOOKS = tuple(look for look in SeatLook if look is not SeatLook.FREE)


def all_faces(zones: int) -> tuple[Face, ...]:
    """Every face of a plan with so many zone colours, in the order that `faces_of` counts in."""
    free = (Face(SeatLook.FREE, kind, zone) for kind in SeatKind for zone in range(zones))
    return (*free, *(Face(look) for look in TAKEN_LOOKS))


def faces_of(plan: SeatPlan, states: States, zones: int) -> Indices:
    """The face of each seat, as an index into `all_faces(zones)`."""
    return face_indices(free_faces(plan, zones), states, zones)


def free_faces(plan: SeatPlan, zones: int) -> Indices:
    """The face that each seat has while it is free."""
    return plan.kind.astype(np.intp) * zones + plan.zone_by_seat() % zones


def face_indices(free: Indices, states: States, zones: int) -> Indices:
    """Faces from the free ones and the states."""
    first_taken = len(SeatKind) * zones
    return np.where(states == SeatLook.FREE, free, states.astype(np.intp) + (first_taken - 1))


def face_colours(face: Face, colours: SeatColours) -> FaceColours:
    """Fill, edge and glyph of a face."""
    if face.look is not SeatLook.FREE:
        taken: FaceColours = getattr(colours, face.look.name.lower())
        return taken
    if face.kind is SeatKind.ACCESSIBLE:
        return colours.accessible
    zone = colours.of_zone(face.zone)
    return FaceColours(mixed(colours.free.fill, zone, colours.zone_fill_percent), zone, colours.free.glyph)


def overview_colour(face: Face, colours: SeatColours) -> str:
    """The one colour of a seat too small for an edge and a glyph."""
    if face.look is SeatLook.ELSEWHERE:
        return colours.elsewhere.edge
    if face.look is SeatLook.KILLED:
        return colours.killed.edge
    if face.look is SeatLook.FREE and face.kind is not SeatKind.ACCESSIBLE:
        return mixed(colours.panel, colours.of_zone(face.zone), colours.zone_overview_percent)
    return face_colours(face, colours).fill
