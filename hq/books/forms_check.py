"""Control numbers at HQ: the forms of each lot were given side by side, and each document is on its own form."""

from collections.abc import Iterator
from uuid import UUID

from domain.fiscal.forms import FormLot, control_after
from hq.books.rows.controls import wrong_controls
from hq.findings import Finding, Flaw, finding
from hq.forms import rows as form_rows
from hq.forms.rows import GrantedForms
from sync.tables.transaction import Tx


def flaws_of_forms(tx: Tx, tenant_id: UUID) -> Iterator[Finding]:
    """A finding for each control number that was given twice, is of no lot, or is on a wrong document."""
    lots, granted = form_rows.lots(tx, tenant_id), form_rows.granted_forms(tx, tenant_id)
    for lot in lots:
        yield from _untiled(lot, [forms for forms in granted if _is_of(forms, lot)])
    for forms in granted:
        if not any(_is_of(forms, lot) for lot in lots):
            yield _of(forms, Flaw.FORM_OF_NO_LOT)
    yield from wrong_controls(tx, tenant_id)


def _untiled(lot: FormLot, granted: list[GrantedForms]) -> Iterator[Finding]:
    expected, left = lot.form.first_control, lot.form.count
    for forms in granted:
        count = forms.last - forms.first + 1
        if forms.first_control != expected:
            yield _of(forms, Flaw.FORM_OUT_OF_ORDER, expected=expected)
        if count > left:
            yield _of(forms, Flaw.FORM_BEYOND_LOT, last=lot.form.last_control)
        expected, left = control_after(forms.first_control, count), left - count


def _is_of(forms: GrantedForms, lot: FormLot) -> bool:
    return forms.series == lot.series and lot.form.covers(forms.first_control, 1)


def _of(forms: GrantedForms, flaw: Flaw, **values: str) -> Finding:
    return finding(flaw, forms=f"{forms.series}-{forms.first:08d}", control=forms.first_control, **values)
