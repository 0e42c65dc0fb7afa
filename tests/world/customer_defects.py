"""Deliberate defects of the registry of customers."""

from dataclasses import replace
from typing import Any

from domain.people.customers import CustomerRecord, Edit, of_edits
from hq.customers import rows
from sync.facts.customers import edit_of
from tests.world.harmless import Replacements
from tests.world.world import World


def refusals_are_forgotten(_: World) -> Replacements:
    """HQ keeps what customers allow and forgets what they forbid."""

    def forgetful(*of_row: Any) -> Edit:
        edit = edit_of(*of_row)
        return replace(edit, consents=tuple(act for act in edit.consents if act.is_given))

    return [(rows, "edit_of", forgetful)]


def only_the_first_edit_counts(_: World) -> Replacements:
    """HQ makes a customer of the first edit alone."""

    def first_only(customer_id: Any, edits: list[Edit]) -> CustomerRecord:
        return of_edits(customer_id, sorted(edits, key=lambda edit: edit.stamp)[:1])

    return [(rows, "of_edits", first_only)]
