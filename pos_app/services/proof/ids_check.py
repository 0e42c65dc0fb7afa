"""The check that each sale, ticket, document, payment, shift, movement and report has an id of its own.

Of two records with one id the tables hold the first only: the rows agree with the journal although a sale is missing.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from sync.facts import Entry
from sync.facts.used_ids import used_ids

_PARTS = 256
"""Hashes are compared within parts of this number, so that only one part at a time is in a set."""


class IdsCheck:
    """Collects the ids of a journal, of each a hash of eight bytes: a large journal has millions of them."""

    def __init__(self, read_again: Callable[[], Iterable[Entry]]) -> None:
        """`read_again` reads the entries once more. It is called when two ids seem to be equal."""
        self._read_again = read_again
        self._hashes = [array("q") for _ in range(_PARTS)]

    def read(self, entry: Entry) -> None:
        """Take one entry into account."""
        for name in _names(entry):
            hashed = hash(name)
            self._hashes[hashed % _PARTS].append(hashed)

    def finish(self) -> None:
        """Check all ids. Raises Wrong."""
        repeated = {hashed for part in self._hashes for hashed in _repeated(part)}
        known: set[str] = set()
        for entry in self._read_again() if repeated else ():
            for name in _names(entry):
                if name in known:
                    raise Wrong(Flaw.ID_TWICE, entry_name(entry.epoch, entry.seq), name)
                if hash(name) in repeated:
                    known.add(name)


def _repeated(hashes: "array[int]") -> set[int]:
    if len(set(hashes)) == len(hashes):
        return set()
    return {hashed for hashed, times in Counter(hashes).items() if times > 1}


def _names(entry: Entry) -> Iterator[str]:
    return (used.name for used in used_ids(entry.body))
