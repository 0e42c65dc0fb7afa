"""What the screens of after-sale work share: the sale that is worked on next, and the note that came of it."""

from dataclasses import dataclass

from domain.ids import DocumentId, SaleId


@dataclass(slots=True)
class AfterSale:
    """`sale_id` is the sale whose tickets are given back next, None when there is none. `tickets_of` is the sale whose
    tickets are shown and changed.

    `from_done` is whether it was chosen on the screen after the sale. `note` is the note that was made last, until the
    history has shown it.
    """

    sale_id: SaleId | None = None
    tickets_of: SaleId | None = None
    from_done: bool = False
    note: DocumentId | None = None

    def choose(self, sale_id: SaleId, *, from_done: bool = False) -> None:
        """Work on this sale next."""
        self.sale_id, self.from_done = sale_id, from_done
