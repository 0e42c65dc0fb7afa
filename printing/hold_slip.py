"""The slip of a hold: its number, for whom, what is kept and until when. Whoever comes for the places shows it."""

from domain.sale.hold_slip import HeldShow, HoldSlip
from domain.sale.holds import HoldPurpose
from printing import spanish
from printing.imprint import NOT_FISCAL, Imprint, bands, made_by
from printing.printout import BOLD, LARGE, TALL, Cut, Feed, Line, Part, Printout, Rule, centered, sides

_PURPOSES = {
    HoldPurpose.CUSTOMER: "Cliente",
    HoldPurpose.PRESS: "Prensa",
    HoldPurpose.SPONSOR: "Patrocinador",
    HoldPurpose.HOUSE: "Casa",
}


def hold_slip(slip: HoldSlip, imprint: Imprint) -> Printout:
    """The paper of a hold. It admits nobody and is no document."""
    hold = slip.hold
    parts: list[Part] = [
        *bands(imprint, fiscal=False),
        centered(NOT_FISCAL),
        centered("APARTADO", LARGE),
        centered(f"N° {hold.number}", LARGE),
        Rule(),
        centered("SE GUARDA HASTA"),
        centered(spanish.long_day(hold.expires_at), BOLD),
        centered(spanish.show_time(hold.expires_at), LARGE),
        *_for_whom(slip),
    ]
    for show in slip.shows:
        parts += _show(show)
    parts += [
        Rule(),
        sides("Lugares", str(hold.places), BOLD),
        sides("Hecho por", slip.maker),
        sides("El", spanish.local_moment(slip.made_at)),
        Rule(),
        Line("No es una entrada y no da acceso. El precio es el de cuando se paga. "
             "Después de la hora indicada los lugares vuelven a la venta."),
        Feed(),
        made_by(imprint),
        Cut(),
    ]  # fmt: skip
    return Printout(tuple(parts))


def _for_whom(slip: HoldSlip) -> list[Part]:
    held_for = slip.hold.held_for
    parts: list[Part] = [Rule()]
    if held_for.name:
        parts.append(centered(held_for.name, TALL))
    parts.append(sides("Para", _PURPOSES[held_for.purpose]))
    if held_for.phone:
        parts.append(sides("Teléfono", held_for.phone))
    return [*parts, Line(f"Nota: {held_for.note}")] if held_for.note else parts


def _show(show: HeldShow) -> list[Part]:
    parts: list[Part] = [
        Rule(),
        Line(show.event, BOLD),
        Line(f"{show.venue} · {spanish.local_moment(show.starts_at)}"),
    ]
    for zone in show.zones:
        parts.append(sides(zone.zone, str(zone.quantity), BOLD))
        if zone.seats:
            parts.append(Line(", ".join(zone.seats)))
    return parts
