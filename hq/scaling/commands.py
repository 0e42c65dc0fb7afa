"""The command of `taquilla-hq` that spreads the tables over several servers."""

import argparse
from collections.abc import Iterable

from hq.outcome import Outcome
from hq.scaling import distribution
from hq.scaling.distribution import Step
from hq.storage.database import Database
from resources.texts import text


def distribute(database: Database, options: argparse.Namespace) -> Outcome:
    """Spread the tables by organisation over the servers of Citus; with `--dry-run`, list what it would do."""
    planned = distribution.plan(database)
    nodes = text("hq_distribute.nodes", nodes=", ".join(planned.nodes))
    if options.dry_run:
        return Outcome([nodes, *_would(planned.steps, planned.done)])
    print(nodes, flush=True)
    distribution.carry_out(
        database,
        planned,
        lambda number, step: print(
            text("hq_distribute.step", number=number, all=len(planned.steps), table=step.table), flush=True
        ),
    )
    return Outcome([text("hq_distribute.done", tables=planned.done + len(planned.steps))])


def _would(steps: Iterable[Step], done: int) -> Iterable[str]:
    yield text("hq_distribute.already", tables=done)
    for step in steps:
        yield f"{step.statement};"
    yield text("hq_distribute.dry_run")
