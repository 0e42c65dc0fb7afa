"""What the paper of a document says of its journal entry, so that the paper proves the chain (docs/decisions/0013).

The text is short and of the 45 characters that a QR code packs most densely, so that it is readable on a 58 mm roll.
"""

import base64
from dataclasses import dataclass

from domain.calendar import CARACAS
from domain.fiscal.documents import FiscalDocument

FORMAT = "VE1"
_FIELDS = 9
HASH_SHOWN = 16
"""The letters and digits of the entry's hash that are printed: 64 bits."""


@dataclass(frozen=True, slots=True)
class PaperProof:
    """The QR text of a document, the position of its entry, such as 1/57, and the beginning of the entry's hash."""

    text: str
    position: str
    hash: str


def statement(document: FiscalDocument, epoch: int, seq: int, entry_hash: str) -> str:
    """The fields that the station signs: issuer, series, number, day in Caracas, total with IGTF, entry and hash."""
    day = document.issued_at.astimezone(CARACAS).strftime("%Y%m%d")
    fields = (
        FORMAT, document.issuer.rif, document.series, f"{document.number:08d}", day, str(document.grand_total),
        f"{epoch}.{seq}", entry_hash[:HASH_SHOWN].upper(),
    )  # fmt: skip
    return ":".join(fields)


def number_of(text: str) -> str | None:
    """The number of the document, such as A-00000123, whose code was scanned; None for another text."""
    fields = text.strip().split(":")
    return f"{fields[2]}-{fields[3]}" if fields[0].upper() == FORMAT and len(fields) == _FIELDS else None


def signed(stated: str, signature: bytes) -> str:
    """The text of the QR code: the statement and the station's signature of it, in base 32 without padding."""
    return f"{stated}:{base64.b32encode(signature).decode().rstrip('=')}"
