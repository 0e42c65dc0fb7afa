"""The benchmarks measure what they say, at a small scale and without limits of time."""

import pytest

from benchmarks import bench_open_loop, bench_sale
from benchmarks.hall import open_hall


def test_a_recorded_sale_is_all_that_the_sale_wrote() -> None:
    hall = open_hall()
    with bench_sale.plain_copy(hall) as copy, bench_sale.plain_copy(hall) as other:
        writes = bench_sale.record_sale(hall, 0)
        bench_sale.replay(copy, writes)
        with pytest.raises(RuntimeError):
            bench_sale.replay(other, bench_sale.Writes(writes.statements[:-2], writes.changes))
    words = [statement.replace('"', "").split() for statement, _, _ in writes.statements]
    tables = {line[1] if line[0] == "UPDATE" else line[2] for line in words}
    assert tables >= {"journal", "sale", "ticket", "payment", "fiscal_document", "number_block", "print_job"}


@pytest.mark.house
def test_sales_at_random_instants_reach_hq_and_every_live_line() -> None:
    usual, rush = bench_open_loop.run(stations=10, seconds=2.0, usual=15, rush=15)
    assert not usual.failures
    assert not rush.failures
    assert usual.ended == 0
    assert min(usual.notices) > 1  # the first event of a line comes before any sale
