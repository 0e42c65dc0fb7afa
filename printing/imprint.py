"""Where and by whom a paper was printed, and which copy it is."""

from dataclasses import dataclass
from datetime import datetime

from printing import spanish
from printing.printout import Line, Part, Rule, band, centered

NOT_FISCAL = "DOCUMENTO NO FISCAL"


@dataclass(frozen=True, slots=True)
class Imprint:
    """Copy 0 is the original. `printed_at` and `printed_by` are printed on copies only."""

    station: str
    cashier: str
    copy_number: int = 0
    printed_at: datetime | None = None
    printed_by: str = ""
    software: str = ""


def bands(imprint: Imprint, *, fiscal: bool) -> list[Part]:
    """The mark of a copy; empty for an original. A document's copy gives no tax credit (docs/fiscal-rules.md F25)."""
    parts: list[Part] = []
    if imprint.copy_number:
        parts.append(band(f"*** COPIA {imprint.copy_number} ***"))
        if fiscal:
            parts.append(centered("sin derecho a crédito fiscal"))
        if imprint.printed_at is not None:
            by = f" por {imprint.printed_by}" if imprint.printed_by else ""
            parts.append(centered(f"impresa {spanish.bound(spanish.local_moment(imprint.printed_at))}{by}"))
    return [*parts, Rule()] if parts else []


def made_by(imprint: Imprint) -> Line:
    """The station and the cashier that the paper comes from."""
    return centered(" · ".join(part for part in (imprint.station, imprint.cashier) if part))
