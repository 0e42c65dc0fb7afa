"""Commands of `taquilla-hq` that create organisations, load their set-up files and retire parts of the catalogue."""

import argparse
from pathlib import Path
from typing import ClassVar

from domain.errors import Unavailable
from hq.office import Office
from hq.outcome import Outcome
from hq.people.accounts import Author
from hq.people.tenants import Tenant
from hq.setup import load_setup, organisations, retiring
from hq.setup.retiring import Use
from sync.setup.names import organisation_id


class UnreadableFile(Unavailable):
    """This file cannot be read as text; HQ changed no row."""

    code: ClassVar[str] = "UNREADABLE_FILE"


def add_tenant(office: Office, options: argparse.Namespace) -> Outcome:
    """Create an organisation."""
    # Set-up files name their organisation, and the id follows from the name unless they give one.
    wanted = Tenant(options.id or organisation_id(options.name), options.slug, options.name)
    organisations.make(office, wanted)
    return Outcome([f"tenant {wanted.slug}: {wanted.id}"])


def load(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Load set-up files into the catalogue."""
    texts = {str(file): _read(file) for file in options.files}
    content = load_setup.load(office, by, texts)
    warnings = [f"{problem.where}: {problem.what} {problem.detail}".rstrip() for problem in content.warnings]
    return Outcome([f"load: ok, {', '.join(texts)}"], warnings)


def retire(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Retire a person, a performance or a zone, or take one back."""
    with office.database.tenant(by.tenant_id) as tx:
        row_id = retiring.find(tx, by.tenant_id, options.kind, options.name)
    use = Use(options.kind, row_id, in_use=options.back, reason=options.reason)
    retiring.set_use(office, by, use)
    return Outcome([f"{options.kind} {row_id}: {'in use' if options.back else 'retired'}"])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(str(file), type(error).__name__) from error
