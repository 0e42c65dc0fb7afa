"""Why HQ could not be reached in the last attempt, as the store records it."""

from enum import StrEnum


class Trouble(StrEnum):
    """A cause that a cashier can be told, each with its own next step."""

    NO_NETWORK = "no_network"
    """This machine has no network."""
    NO_NAME = "no_name"
    """There is a network, and it does not know HQ's name: usually one without Internet."""
    NO_ANSWER = "no_answer"
    """HQ does not answer."""
    PROXY = "proxy"
    """The system's proxy lets nothing through."""
    BUSY = "busy"
    """HQ answered that it cannot serve now."""
    PORTAL = "portal"
    """A page answers in HQ's place, such as the sign-in page of a network."""
    CERTIFICATE = "certificate"
    """HQ's certificate is not believed."""
    CLOCK = "clock"
    """HQ's certificate is not valid yet by the clock of this machine, which is therefore behind."""
    OTHER_ANSWER = "other_answer"
    """An answer came that is not sealed by HQ, or not what was asked for."""
    DECLINED = "declined"
    """HQ refused the request."""
    SLOW = "slow"
    """HQ answers, and takes long. Nothing failed."""


def read(word: str) -> Trouble | None:
    """The trouble that a store recorded; NO_ANSWER for a word of an earlier release, None for an empty one."""
    if not word:
        return None
    return Trouble(word) if word in set(Trouble) else Trouble.NO_ANSWER
