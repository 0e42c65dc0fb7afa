"""A place in a station's journal, over all the lives of its store.

`seq` begins anew with each epoch. Rows keep one number instead, which grows: all of a later life comes after all of
the lives before it.
"""

import msgspec

_SEQ_BITS = 32
_LAST_SEQ = (1 << _SEQ_BITS) - 1


class Position(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A place in a station's journal, and the hash (hex) of the entry there. Later places are greater."""

    epoch: int
    seq: int
    hash: str


def pack(epoch: int, seq: int) -> int:
    """The number that rows keep: epoch * 2**32 + seq. It fits 63 bits, since an epoch has at most 31."""
    return epoch << _SEQ_BITS | seq


def epoch_of(position: int) -> int:
    """The life that a place is in."""
    return position >> _SEQ_BITS


def seq_of(position: int) -> int:
    """Which entry of its life stands there."""
    return position & _LAST_SEQ
