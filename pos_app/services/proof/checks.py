"""The checks of entries in their order of precedence, all made in one reading of the journal."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from pos_app.services.proof.closings_check import ClosingsCheck
from pos_app.services.proof.figures_check import FiguresCheck
from pos_app.services.proof.findings import Finding, Wrong
from pos_app.services.proof.ids_check import IdsCheck
from pos_app.services.proof.rights_check import RightsCheck
from pos_app.services.proof.seals_check import check_seal
from pos_app.services.proof.sums import check_sums
from sync.facts import Entry
from sync.line.course import Course


@dataclass(frozen=True, slots=True)
class Pinned:
    """HQ as an enrolled store knows it: its pinned key, and the catalogue that it signed."""

    key: str
    courses: Sequence[Course]


class Checks:
    """Reads each entry once. Of several flaws that of the first check is the finding, as if the checks ran in turn."""

    def __init__(
        self, read_again: Callable[[], Iterable[Entry]], of_store: Sequence[Callable[[Entry], None]], hq: Pinned | None
    ) -> None:
        """`hq` is None for a store that is not enrolled. `read_again` as in IdsCheck.

        `of_store` read an entry beside the rows of the store, as SettlementsCheck and RefundsCheck do.
        """
        self.rights = RightsCheck()
        self.finding: Finding | None = None
        self._ids = IdsCheck(read_again)
        self._checks: list[Callable[[Entry], None]] = [
            check_sums,
            self._ids.read,
            self.rights.read,
            ClosingsCheck().read,
        ]
        self._checks += of_store
        if hq is not None:
            self._checks += [partial(check_seal, hq_key=hq.key), FiguresCheck(hq.courses).read]

    def read(self, entry: Entry) -> None:
        """Take one entry into account. After a finding, only the checks that take precedence over it go on."""
        for place, check in enumerate(self._checks):
            try:
                check(entry)
            except Wrong as wrong:
                self.finding = wrong.finding
                del self._checks[place:]
                return

    def finish(self) -> None:
        """Check what is known only after the last entry."""
        if self._ids.read in self._checks:
            try:
                self._ids.finish()
            except Wrong as wrong:
                self.finding = wrong.finding
