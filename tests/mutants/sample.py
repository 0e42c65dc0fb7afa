"""A sample of mutants, spread evenly over subjects and kinds of change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256

from tests.mutants.mutating import Mutant


def sample(pools: Mapping[str, Iterable[Mutant]], count: int, seed: int) -> list[tuple[str, Mutant]]:
    """Subjects and mutants: the subjects take turns, and within one its kinds of change do.

    The order of a kind depends on the seed and on each mutant's key alone: a change of the code elsewhere leaves the
    rest of the sample as it is. Fewer than `count` where there are no more.
    """
    turns = {subject: _in_turns(mutants, seed) for subject, mutants in pools.items()}
    chosen: list[tuple[str, Mutant]] = []
    seen: set[tuple[str, str, str]] = set()
    while len(chosen) < count and any(turns.values()):
        for subject, left in turns.items():
            while left and left[0].key in seen:
                left.pop(0)  # another subject has it
            if left and len(chosen) < count:
                chosen.append((subject, left[0]))
                seen.add(left.pop(0).key)
    return chosen


def _in_turns(mutants: Iterable[Mutant], seed: int) -> list[Mutant]:
    kinds: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        kinds[mutant.kind].append(mutant)
    ranked: list[tuple[int, str, Mutant]] = []
    for kind, members in kinds.items():
        members.sort(key=lambda mutant: sha256(f"{seed}\0{mutant.key}".encode()).digest())
        ranked += [(rank, kind, mutant) for rank, mutant in enumerate(members)]
    return [mutant for _, _, mutant in sorted(ranked, key=lambda one: one[:2])]
