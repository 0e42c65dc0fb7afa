"""What HQ takes this life of the store for."""

from enum import StrEnum


class Standing(StrEnum):
    """What HQ takes this life of the store for. In all but the first it grants no rights."""

    GOOD = "good"
    FROZEN = "frozen"
    LOST = "lost"
    REVOKED = "revoked"
    EPOCH_OVER = "epoch_over"
    """Another life of this station was opened."""
    FORK = "fork"
    """Two stores wrote this chain."""
    REWIND = "rewind"
    """The store is older than what HQ has of it."""
