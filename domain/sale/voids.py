"""Carts that are given up before any document: why (docs/fiscal-rules.md F24)."""

from enum import StrEnum


class VoidCause(StrEnum):
    """Why a cart with tickets became no sale."""

    EMPTIED = "emptied"
    """The cashier emptied it before any payment."""
    EMPTIED_WITH_PAYMENTS = "emptied_with_payments"
    """The cashier emptied it after payments were registered, which were handed back or never came."""
    TIME_OVER = "time_over"
    """Its time ended."""
