"""Money by payment method on the papers of the till, net of change."""

from collections.abc import Iterable

from domain.money.money import VES
from domain.till.method_flows import MethodFlow
from printing import spanish
from printing.printout import BOLD, Line, Part, Rule, indented, sides


def method_lines(title: str, flows: Iterable[MethodFlow]) -> list[Part]:
    """A block with the net of each method; with change, also what was received and what was handed out."""
    parts: list[Part] = []
    for flow in flows:
        parts.append(sides(f"{spanish.method(flow.method)} ({flow.count})", spanish.money(flow.net)))
        if flow.change:
            parts += [
                indented("recibido", spanish.money(flow.received)),
                indented("vuelto", spanish.money(-flow.change)),
            ]
        if flow.net.currency != VES:
            parts.append(indented("en bolívares", spanish.money(flow.ves)))
    return [Rule(), Line(title, BOLD), *parts] if parts else []
