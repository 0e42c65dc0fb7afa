"""A measured value with its reference from the same run, and whether it meets its goal."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value. `ratio` compares value and reference as the goal asks; `goal` and `aim` are limits as text."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    goal: str = ""
    aim: str = ""
    met: bool = True


def report(figures: Sequence[Figure]) -> None:
    """Print the JSON that run_all reads: every figure, and the goals among them."""
    goals = [
        {"goal": f.name, "value": _text_of(f), "limit": f.goal + (f", aim {f.aim}" if f.aim else ""), "met": f.met}
        for f in figures
        if f.goal
    ]
    print(json.dumps({"goals": goals, "figures": [asdict(f) for f in figures]}, indent=1, ensure_ascii=False))


def milliseconds(act: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    started = perf_counter()
    act()
    return (perf_counter() - started) * 1000


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which a `part` of all values lies; 0.99 is the 99th percentile."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def _text_of(figure: Figure) -> str:
    beside = "" if figure.ratio is None else f" (ratio {figure.ratio:.2f})"
    return f"{figure.value:.3g} {figure.unit}{beside}"
