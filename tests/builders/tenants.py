"""What tests of HQ share: a fixed clock, tenants with their staff, and a station that enrols."""

from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hq.office import Office
from hq.people import tokens
from hq.people.accounts import Author
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.setup import organisations
from hq.stations import enrolment, station_tokens, stations
from hq.stations.stations import NewStation
from hq.storage.tables import staff_account
from sync.journal import public_key
from sync.line.messages import AskChallenge, Assertion, Enrol, Enrolled
from sync.tables import catalogue
from sync.tables.transaction import Tx
from tests.builders.clock import START

CODE_ID = UUID(int=0xC0DE)
SESSION = UUID(int=0x5E55)
"""The sign-in of every token of staff that a test takes without one."""
SERIES = "A"
TEATRO = Tenant(UUID(int=0xA), "teatro", "Teatro")
ARENA = Tenant(UUID(int=0xB), "arena", "Arena")


def by_hand(tenant: Tenant) -> Author:
    """HQ's command line."""
    return Author(tenant.id, None)


def account_id(role: StaffRole) -> UUID:
    """The id of the account with this role, the same at every tenant: equal ids must not mix tenants' rows."""
    return UUID(int=0xACC0 + list(StaffRole).index(role))


def people(office: Office, tenant: Tenant) -> None:
    """Create a tenant with an account for each role. The accounts have no password, as hashing one is slow."""
    organisations.make(office, tenant)
    with office.database.tenant(tenant.id) as tx:
        tx.insert(staff_account, [
            {"tenant_id": tenant.id, "id": account_id(role), "login": role.value, "name": role.value, "role": role,
             "password_hash": "", "active": True, "networks": "[]", "created_at": START}
            for role in StaffRole
        ])  # fmt: skip
        numbers_in(tx, tenant)


def numbers_in(tx: Tx, tenant: Tenant) -> None:
    """Insert the series of the tenant's stations."""
    empty = dict.fromkeys(column.name for column in catalogue.series.c)
    values = {
        "medium": "digital",
        "issuer_name": tenant.name,
        "issuer_rif": "J-00000000-0",
        "issuer_address": "Caracas",
    }
    tx.insert(catalogue.series, [{**empty, **values, "tenant_id": tenant.id, "code": SERIES}])


def staff_token(office: Office, tenant: Tenant, role: StaffRole) -> str:
    """The access token of the account with this role."""
    with office.database.tenant(tenant.id) as tx:
        return tokens.issue_for_staff(tx, office, tenant.id, account_id(role), SESSION)


@dataclass
class Visitor:
    """A station that enrols, and its key, made from `seed`."""

    tenant: Tenant
    id: UUID
    no: int = 1
    seed: int = 1

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed.to_bytes(32))

    def expected(self, office: Office) -> None:
        """Register the station at HQ."""
        new = NewStation(self.id, self.no, f"Taquilla {self.no}", self.tenant.name, SERIES)
        with office.database.tenant(self.tenant.id) as tx:
            numbers_in(tx, self.tenant)
            stations.add(tx, office, by_hand(self.tenant), new)

    def code(self, office: Office, code_id: UUID = CODE_ID) -> str:
        with office.database.tenant(self.tenant.id) as tx:
            return enrolment.make_code(tx, office, by_hand(self.tenant), self.id, code_id).text

    def request(self, code: str) -> Enrol:
        return Enrol(code, public_key(self.key), self.key.sign(code.encode()).hex(), "test")

    def enrol(self, office: Office) -> Enrolled:
        self.expected(office)
        return enrolment.enrol(office, self.request(self.code(office)))

    def answer(self, office: Office) -> Assertion:
        nonce = station_tokens.challenge_for(office, AskChallenge(self.tenant.id, self.id)).nonce
        return Assertion(nonce, self.key.sign(nonce.encode()).hex())

    def token(self, office: Office) -> str:
        return station_tokens.token_for(office, self.answer(office)).token
