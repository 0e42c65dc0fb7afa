"""Benchmark: the search for documents by parts of a customer's name, with 200,000 different names in the store.

Sales and documents are rows without their journal: the search reads no journal before the matches are shown.
"""

import random
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figure import Figure, middle, report
from benchmarks.hall import MIXED, Hall, open_hall
from domain.typed_text import word_beginnings, word_parts
from pos_app.services.selling import checkout
from pos_app.storage.sales import document_rows
from pos_app.storage.tables import LONGEST_CUSTOMER_PART, customer_part

NAMES = 200_000
SALES = 300_000
ROUNDS = 7
BATCH = 5_000
LIMIT = 50
_GIVEN = """José María Luis Carlos Ana Juan Carmen Jesús Rosa Pedro Miguel Luisa Rafael Yolanda Víctor Gabriela Andrés
Daniela Ramón Beatriz Íñigo Mercedes Héctor Zulay Orlando Génesis Wilmer Yusmary Alejandro Nairobi Francisco Milagros
Simón Aura"""
_SURNAMES = """González Rodríguez Pérez Hernández García Martínez Sánchez López Díaz Rojas Ramírez Castillo Moreno
Romero Torres Rivas Gómez Fernández Suárez Mendoza Blanco Contreras Medina Márquez Colmenares Urdaneta Quintero Salazar
Guerrero Briceño Chacón Zambrano Araujo Méndez Ortiz Paredes Peña Núñez Villalobos Bracho Ochoa Parra Uzcátegui Aponte
Yánez Ibarra O'Brien Pérez-Gómez D'Alessandro Finol Añez Ávila Zerpa Yépez Lugo Nava Perdomo Rangel Sosa Vivas"""
"""The most frequent first."""
_TYPED = ("érez", "pérez", "guez", "ez", "m", "uzcát", "maría érez", "osé rod", "ana ria nez", "rcedes añez", "zzz")


def main() -> None:
    """Fill the store and search it."""
    hall = open_hall()
    checkout.sell(hall.station, hall.cashier, hall.places(1), MIXED)
    _fill(hall)
    figures = []
    for typed in _TYPED:
        _search(hall, typed)
        ms = middle([_milliseconds(partial(_search, hall, typed)) for _ in range(ROUNDS)])
        name = f"search “{typed}”, {NAMES:,} names"
        figures.append(Figure(name, ms, "ms", None, None, "< 50 ms", "", ms < 50))
    report(figures)


def _milliseconds(act: Callable[[], object]) -> float:
    """Milliseconds of the processor for one call."""
    started = process_time()
    act()
    return (process_time() - started) * 1000


def _search(hall: Hall, typed: str) -> int:
    with hall.station.database.read() as tx:
        return len(document_rows.matching(tx, hall.station.tenant_id, typed, LIMIT))


def customer_names(count: int) -> list[str]:
    """Different names, the first given names and surnames of the lists far more often than the last."""
    chance = random.Random(7)  # noqa: S311  # the same names in each run
    names: dict[str, None] = {}
    givens, surnames = _GIVEN.split(), _SURNAMES.split()
    given_weights = [1 / (place + 3) for place in range(len(givens))]
    surname_weights = [1 / (place + 3) for place in range(len(surnames))]
    while len(names) < count:
        given = chance.choices(givens, given_weights, k=chance.choice((1, 2, 2)))
        names[" ".join((*given, *chance.choices(surnames, surname_weights, k=2)))] = None
    return list(names)


def _fill(hall: Hall) -> None:
    names = customer_names(NAMES)
    sold = [*names, *random.Random(11).choices(names, k=SALES - NAMES)]  # noqa: S311  # the same in each run
    for start in range(0, NAMES, BATCH):
        with hall.station.database.write() as tx:
            for name in names[start : start + BATCH]:
                words = "".join(f" {word}" for word in sorted(word_beginnings(name)))
                parts = word_parts(name, LONGEST_CUSTOMER_PART)
                tx.insert(customer_part, [{"part": part, "name": name, "words": words} for part in parts])
    for start in range(0, SALES, BATCH):
        with hall.station.database.write() as tx:
            rows = [(UUID(int=n + 1).bytes, n + 1_000, sold[n]) for n in range(start, min(start + BATCH, SALES))]
            tx.driver.executemany(
                "INSERT INTO sale SELECT tenant_id, ?1, station_id, shift_id, cashier_id, ?2, sold_at, ?3, 'V1',"
                " rates_on, NULL FROM (SELECT * FROM sale LIMIT 1)",
                rows,
            )
            tx.driver.executemany(
                "INSERT INTO fiscal_document SELECT tenant_id, ?1, ?1, ?2, kind, medium, series, ?2, '', issued_at,"
                " exempt, total, igtf_base, igtf FROM (SELECT * FROM fiscal_document LIMIT 1)",
                [row[:2] for row in rows],
            )
        print(start, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
