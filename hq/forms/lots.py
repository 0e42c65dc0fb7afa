"""Lots of pre-printed forms: entering them, and drawing control numbers from them when numbers are granted.

A control number is given once: the forms of a lot are drawn in order, under the lock of the lot, and what was drawn
is what the granted blocks say, which are never deleted. The forms of a life that ended are never given again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused
from domain.fiscal.forms import Form, FormLot, are_low, in_order, lot_for
from domain.fiscal.series import Series
from hq.audit import act_journal
from hq.audit.acts import FormsEntered
from hq.catalogue.publish import publish
from hq.forms import rows
from hq.office import Office
from hq.people.accounts import Author
from hq.storage.ledger import require_series
from sync.setup.rows import form_row
from sync.tables import catalogue
from sync.tables.transaction import Tx


@dataclass(eq=False)
class BadForms(Refused):
    """Control numbers are written 00-00000001, the first and the last have the same two digits, and are in order."""

    code: ClassVar[str] = "BAD_FORMS"

    first_control: str
    last_control: str


@dataclass(eq=False)
class FormsNotUsed(Refused):
    """The documents of this series are not printed on forms: its medium is not free_form."""

    code: ClassVar[str] = "FORMS_NOT_USED"

    series: str


@dataclass(eq=False)
class FormsOverlap(Refused):
    """Other forms of this issuer have some of these control numbers; HQ changed no row."""

    code: ClassVar[str] = "FORMS_OVERLAP"

    series: str
    first_control: str
    last_control: str


@dataclass(eq=False)
class FormsInUse(Refused):
    """Stations were given forms of this lot, so its data cannot change; HQ changed no row."""

    code: ClassVar[str] = "FORMS_IN_USE"

    series: str
    first_control: str


@dataclass(eq=False)
class MediumInUse(Refused):
    """Numbers of this series were granted, so its medium cannot change; HQ changed no row."""

    code: ClassVar[str] = "MEDIUM_IN_USE"

    series: str


@dataclass(frozen=True, slots=True)
class LotState:
    """A lot, how many documents are on its forms, how many were spoiled, and whether the series has few left."""

    lot: FormLot
    used: int
    spoiled: int
    low: bool

    @property
    def given(self) -> int:
        """How many forms stations have, or are void."""
        return self.lot.drawn - self.used - self.spoiled


def enter(office: Office, by: Author, series: str, form: Form) -> None:
    """Enter forms for the documents of a series. The same forms again change nothing.

    Raises UnknownSeries, BadForms, FormsNotUsed, FormsOverlap or FormsInUse.
    """
    with office.database.tenant(by.tenant_id) as tx:
        known = rows.media_and_issuers(tx, by.tenant_id)
        require_series(tx, by.tenant_id, series)
        if not known[series][0].needs_control_number:
            raise FormsNotUsed(series)
        if not _must_be_new(tx, by.tenant_id, [(series, known[series][1], form)]):
            return
        row = form_row(by.tenant_id, series, form)
        publish(tx, by.tenant_id, office.clock.now(), {catalogue.form_lot: [row]})
        act = FormsEntered(series, form.printer_rif, form.first_control, form.last_control)
        act_journal.append(tx, office, by.tenant_id, act, by.account_id)


def check_loaded(tx: Tx, tenant_id: UUID, all_series: Iterable[Series]) -> None:
    """Check the series of set-up files before they are written.

    Raises BadForms, FormsOverlap, FormsInUse, or MediumInUse when granted numbers would change their medium.
    """
    wanted = tuple(all_series)
    known = rows.media_and_issuers(tx, tenant_id)
    for series in wanted:
        is_other = series.code in known and known[series.code][0] is not series.medium
        if is_other and rows.granted_of(tx, tenant_id, series.code):
            raise MediumInUse(series.code)
    _must_be_new(tx, tenant_id, [(s.code, s.issuer.rif, form) for s in wanted for form in s.forms])


def most_at_once(tx: Tx, tenant_id: UUID, series: str, count: int) -> int:
    """How many of `count` numbers can be granted together: at most the forms left of the lot in use."""
    if not _takes_forms(tx, tenant_id, series):
        return count
    in_use = in_order(rows.lock_lots(tx, tenant_id, series))
    return min(count, in_use[0].left) if in_use else 0


def draw(tx: Tx, tenant_id: UUID, series: str, count: int) -> str:
    """The first control number of forms for `count` numbers of a series; empty when its documents take none.

    The forms are drawn once the block that has them is inserted, in this transaction. Raises NoForms.
    """
    if not _takes_forms(tx, tenant_id, series):
        return ""
    return lot_for(rows.lock_lots(tx, tenant_id, series), series, count).next_control


def states(tx: Tx, tenant_id: UUID) -> list[LotState]:
    """Every lot of the tenant, by series and control number."""
    every = rows.lots(tx, tenant_id)
    low = {series: are_low(s for s in every if s.series == series) for series in {lot.series for lot in every}}
    return [
        LotState(lot, rows.used(tx, tenant_id, lot), rows.spoiled(tx, tenant_id, lot), low[lot.series]) for lot in every
    ]


def _takes_forms(tx: Tx, tenant_id: UUID, series: str) -> bool:
    medium = rows.medium(tx, tenant_id, series)
    return medium is not None and medium.needs_control_number


def _must_be_new(tx: Tx, tenant_id: UUID, wanted: Sequence[tuple[str, str, Form]]) -> bool:
    """Check forms, each with its series and issuer, against those of HQ; whether any is new or differs."""
    rows.lock_entering(tx, tenant_id)
    issuers = {code: issuer for code, (_, issuer) in rows.media_and_issuers(tx, tenant_id).items()}
    issuers |= {series: issuer for series, issuer, _ in wanted}
    known = {(lot.series, lot.form.first_control): lot for lot in rows.lots(tx, tenant_id)}
    is_new = False
    for series, issuer, form in wanted:
        if not form.count:
            raise BadForms(form.first_control, form.last_control)
        before = known.get((series, form.first_control))
        if before is not None and before.form == form:
            continue
        if before is not None and before.drawn:
            raise FormsInUse(series, form.first_control)
        for (other_series, first), other in known.items():
            is_same = (other_series, first) == (series, form.first_control)
            if not is_same and issuers[other_series] == issuer and other.form.overlaps(form):
                raise FormsOverlap(other_series, first, other.form.last_control)
        known[series, form.first_control] = FormLot(series, form)
        is_new = True
    return is_new
