"""Positions in a station's journal, over all lives of its store.

`seq` begins at 1 in each epoch. Rows store one number instead, packed from both: it grows over all epochs, so that
every entry of a later life is greater than those of the lives before it.
"""

import msgspec

_SEQ_BITS = 32
_LAST_SEQ = (1 << _SEQ_BITS) - 1


class Position(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A position in a station's journal, with the hash (hex) of its entry. Later positions are greater."""

    epoch: int
    seq: int
    hash: str


def pack(epoch: int, seq: int) -> int:
    """The number that rows store: epoch * 2**32 + seq. It fits into 63 bits, because an epoch has at most 31."""
    return epoch << _SEQ_BITS | seq


def epoch_of(position: int) -> int:
    """The epoch of a packed position."""
    return position >> _SEQ_BITS


def seq_of(position: int) -> int:
    """The sequence number of a packed position."""
    return position & _LAST_SEQ
