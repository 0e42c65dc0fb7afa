"""The standing of this life of the store with HQ."""

from enum import StrEnum


class Standing(StrEnum):
    """The state of this life of the store for HQ. HQ grants rights only when it is GOOD (docs/protocol.md 4)."""

    GOOD = "good"
    FROZEN = "frozen"
    LOST = "lost"
    REVOKED = "revoked"
    EPOCH_OVER = "epoch_over"
    """HQ opened another life of this station."""
    FORK = "fork"
    """Two stores wrote this chain."""
    REWIND = "rewind"
    """HQ has entries beyond the end of the journal: the store is an older copy."""
