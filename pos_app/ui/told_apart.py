"""A name cut to a width so that it still differs from every other name of its list. No Qt."""

from collections.abc import Callable, Iterable, Iterator

_CUT = "…"


def cut_apart(name: str, others: Iterable[str], fits: Callable[[str], bool], *, keeps_end: bool = False) -> str:
    """The name, or else the longest part of it that fits and that no other name shows too.

    It is cut at its end where the beginning suffices, else before its last words, else where two names differ. With
    `keeps_end` its last words stay in any case: other names like it may be known to the reader, and not here.
    Without any such part, as among equal names, it is cut at its end. No two names are cut to the same text: a text
    is taken only where it can be made of no other name.
    """
    if fits(name):
        return name
    rivals = [other for other in others if other != name]
    tails = (tail for tail in _tails(name) if tail or not keeps_end)
    shown = (_filled(name, tail, fits) for tail in tails)
    apart = (text for text in shown if text and not any(_shows(text, rival) for rival in rivals))
    within = (text for text in _windows(name, fits) if not any(_within(text, rival) for rival in rivals))
    return next(apart, None) or next(within, None) or _filled(name, "", fits) or _CUT


def _tails(name: str) -> Iterator[str]:
    """The ends that may stand behind the cut: none, the last words, then any number of letters."""
    yield ""
    words = name.split(" ")
    for count in range(1, len(words)):
        yield " " + " ".join(words[-count:])
    for length in range(1, len(name)):
        yield name[-length:]


def _filled(name: str, tail: str, fits: Callable[[str], bool]) -> str:
    """As much of the beginning as fits before a cut and this end; empty when not even one letter does."""
    for length in range(len(name) - len(tail) - 1, 0, -1):
        text = f"{name[:length].rstrip()}{_CUT}{tail}"
        if fits(text):
            return text
    return ""


def _windows(name: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """The parts of the name that fit between two cuts, from its second letter on."""
    for first in range(1, len(name)):
        for last in range(len(name), first, -1):
            text = f"{_CUT}{name[first:last]}{_CUT}"
            if fits(text):
                yield text
                break


def _shows(text: str, name: str) -> bool:
    """Whether a name could be cut to a text with one cut in it."""
    head, _, tail = text.partition(_CUT)
    return name.startswith(head) and name.endswith(tail)


def _within(text: str, name: str) -> bool:
    return text.strip(_CUT) in name
