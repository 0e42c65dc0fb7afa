"""HQ's office over a database of the tests, with a known sealing key and random bytes from a seed."""

from hq.clock import Clock
from hq.key_seal import KeySeal
from hq.office import Office, open_office
from hq.storage.database import Database
from hq.storage.issue_log import NOWHERE, IssueLog
from tests.builders.chance import seeded

SEAL = KeySeal(bytes(32))


def office_on(database: Database, clock: Clock, seed: int | str = 0, issued: IssueLog = NOWHERE) -> Office:
    """HQ's office as the program opens it, but with all its surroundings under the test's control."""
    return open_office(database, clock, seeded(seed), SEAL, issued)
