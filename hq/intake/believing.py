"""Entries that HQ does not believe: they are kept in the journal, change nothing, and a case asks a person.

An entry may be wrong only because an earlier one of its life is not recorded yet. It waits with that one then.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.conflicts.cases import Claim
from hq.conflicts import cases, contradictions, ids_twice
from hq.conflicts.after_sale_belief import doubted_after_sale
from hq.conflicts.form_belief import doubted_forms
from hq.conflicts.ids_twice import IdTwice
from hq.conflicts.settlements import SentCases, doubted_settlements
from hq.conflicts.suspension_belief import doubted_suspensions
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from hq.journals.entry_states import EntryState, note, waiting
from hq.journals.issued import issued_by
from hq.rights.belief import doubted_rights
from hq.rights.hold_belief import doubted_holds
from sync.facts import Entry
from sync.tables.transaction import Tx

Known = tuple[Life, Entry]


Refused = Doubted | IdTwice


class IdsTaken(Exception):
    """Ends the recording of a group of which some entries use ids of other records."""

    def __init__(self, twice: Sequence[IdTwice]) -> None:
        super().__init__(len(twice))
        self.twice = twice


@dataclass(frozen=True, slots=True)
class Judged:
    """A group of entries: those to record, those that are refused, and those that wait for earlier ones."""

    believed: Sequence[Known]
    refused: Sequence[Refused] = ()
    early: Sequence[Doubted] = ()


def judge(tx: Tx, known: Sequence[Known], sent: SentCases | None, taken: Sequence[IdTwice] = ()) -> Judged:
    """Part the entries by what HQ knows before any of them is recorded. Those of `taken` are refused.

    `sent` are the cases that the entries may settle; None when a person at HQ accepted their settlements and acts after
    the sale.
    """
    twice = [*taken, *ids_twice.twice_in(without(known, taken))]
    left = without(known, twice)
    settlements = doubted_settlements(tx, left, sent) if sent is not None else []
    left = without(left, settlements)
    on_forms = doubted_forms(tx, left) if sent is not None else []
    left = without(left, on_forms)  # a note that names the form of a false entry does not follow from its invoice
    after_sale = [*doubted_after_sale(tx, left), *doubted_suspensions(tx, left)] if sent is not None else []
    left = without(left, after_sale)
    held = doubted_holds(tx, left) if sent is not None else []
    doubted = [*settlements, *on_forms, *after_sale, *held, *doubted_rights(tx, without(left, held))]
    early = [one for one in doubted if _waits_for_earlier(tx, one)]
    refused: list[Refused] = [*twice, *(one for one in doubted if one not in early)]
    return Judged(without(known, [*twice, *doubted]), refused, early)


def check_ids(tx: Tx, recorded: Sequence[Known]) -> None:
    """Check that the recorded entries use no id of another record. Raises IdsTaken."""
    twice = ids_twice.used_before(tx, recorded[0][0].tenant_id, recorded) if recorded else []
    if twice:
        raise IdsTaken(twice)


def refuse(tx: Tx, refused: Sequence[Refused]) -> None:
    """Mark the entries as refused for good, and open a case for each."""
    if not refused:
        return
    claims: list[Claim] = []
    for one in refused:
        if isinstance(one, IdTwice):
            note(tx, one.life, one.entry.seq, EntryState.REFUSED, f"id of another record: {one.used}")
            claims += one.claims(tx)
        else:
            note(tx, one.life, one.entry.seq, EntryState.REFUSED, one.doubt.why)
            claims.append(one.claim)
    life = refused[0].life
    printed = [issued for one in refused if (issued := issued_by(one.life, one.entry)) is not None]
    contradictions.keep_numbers(tx, life.tenant_id, printed)
    touched = cases.file_claims(tx, life.tenant_id, claims)
    cases.assess(tx, life.tenant_id, life.at, touched)


def without(known: Sequence[Known], away: Sequence[Refused]) -> Sequence[Known]:
    """The entries without these."""
    if not away:
        return known
    places = {(one.life.station_id, one.entry.position) for one in away}
    return [(life, entry) for life, entry in known if (life.station_id, entry.position) not in places]


def _waits_for_earlier(tx: Tx, doubted: Doubted) -> bool:
    life, entry = doubted.life, doubted.entry
    return any(
        other.epoch == entry.epoch and other.seq < entry.seq for other in waiting(tx, life.tenant_id, life.station_id)
    )
