"""Commands that work on a profile without a window: load, enrol, verify, evidence, rebuild, backup, restore."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from domain.calendar import CARACAS
from domain.errors import Refused, Unavailable
from domain.people.staff import NotAllowed, Permission
from domain.rights import Holder
from pos_app import durable, keyring_name, startup, station_log
from pos_app.services.copies import backup as backups
from pos_app.services.copies import restore as restoring
from pos_app.services.hq import enrolment, new_life
from pos_app.services.hq.enrolment import Hq
from pos_app.services.hq.silence import silence_of
from pos_app.services.people import approvals
from pos_app.services.proof import evidence as bundles
from pos_app.services.proof import rebuild as rebuilding
from pos_app.services.proof import verify as verification
from pos_app.services.setup import load_setup
from pos_app.settings import FILE_NAME as SETTINGS_FILE
from pos_app.settings import Settings, read, write
from pos_app.station import Station
from pos_app.storage.copies import backup as files
from pos_app.storage.copies import private_copy
from pos_app.storage.store.database import FILES as STORE_FILES
from pos_app.terminal import ask_password, ask_pin, watched
from pos_app.ui import wording
from pos_app.vault import SEALED_KEY, Secrets, VaultKind
from sync import file_errors, setup
from sync.journal import Author
from sync.line.client import HqClient
from sync.line.hq_errors import HqBusy, HqUnreachable

OK, WRONG = 0, 2
_LAST_LINES = 50
_T = TypeVar("_T")


def load(options: argparse.Namespace) -> int:
    """Load set-up files into a profile, which is created when it does not exist."""
    try:
        _load_files(options.files, options.profile, VaultKind(options.vault))
    except (setup.BadSetup, setup.SetupConflict) as error:
        _print_problems(error.problems)
        raise
    print(wording.text("cli.loaded", profile=str(options.profile)))
    return OK


def _load_files(files: Sequence[Path], profile: Path, vault: VaultKind) -> None:
    texts = setup.read_texts(files)
    content = setup.read_all(texts, on=startup.SYSTEM.clock.now().astimezone(CARACAS).date())
    with startup.lock(profile):
        settings = read(profile) if startup.is_set_up(profile) else Settings(vault=vault)
        keys = startup.load_keys(profile, settings, ask_password, create=True, station_id=content.station_id)
        write(profile, settings)
        station = startup.create_station(profile, keys, content.tenant_id, content.station_id)
        with closing(station.database):
            with station.database.read() as tx:
                left = setup.unnamed(tx, content, station.clock.now())
            load_into = partial(load_setup.load, station, content, name=", ".join(texts), sha256=setup.digest(texts))
            try:
                load_into()
            except NotAllowed:  # asked last, so that files with a problem ask nobody
                print(wording.text("cli.approve_load"), file=sys.stderr)
                load_into(by=approvals.approve(station, ask_pin(), Permission.LOAD_SETUP))
        startup.name_key(profile, settings, station.author)
    _print_problems((*content.warnings, *left))


def _print_problems(problems: Sequence[setup.Problem]) -> None:
    for problem in problems:
        print(setup.sentence(problem), file=sys.stderr)


def enrol(options: argparse.Namespace) -> int:
    """Enrol a profile with HQ. An interrupted enrolment is continued by the same command and code."""
    with startup.lock(options.profile):
        before = _settings_before(options)
        # Before the request: after an interruption the same command must find the same key, with or without --vault.
        write(options.profile, before)
        settings = replace(before, hq_ca=str(options.ca.absolute())) if options.ca else before
        keys = startup.load_keys(options.profile, settings, ask_password, create=True)

        def make_store(life: Holder, certificate: str) -> Station:
            return startup.begin_life(options.profile, keys, life, certificate=certificate)

        existing = _existing_station(options.profile, keys)
        known = existing is not None and enrolment.is_enrolled(existing)
        try:
            hq = Hq(options.url, options.code, authority=settings.hq_ca)
            station = enrolment.enrol(keys, hq, make_store, existing)
        except (HqUnreachable, HqBusy) as error:
            silence = silence_of(error, options.url)
            raise enrolment.NotAnswered("hq", error.cause, silence=silence) from error
        with closing(station.database), station.database.read() as tx:
            name = station.catalogue.profile(tx).name
        if settings != before:
            write(options.profile, settings)
        startup.name_key(options.profile, settings, station.author)
    if known:
        print(wording.text("cli.enrolled_before", profile=str(options.profile), name=name, url=options.url))
    else:
        print(wording.text("cli.enrolled", profile=str(options.profile), name=name))
    return OK


def _settings_before(options: argparse.Namespace) -> Settings:
    """The settings of the profile. `--vault` chooses where the key of a profile without a store is kept."""
    settings = read(options.profile)
    if options.vault and not startup.is_set_up(options.profile):
        return replace(settings, vault=VaultKind(options.vault))
    return settings


def _existing_station(profile: Path, keys: Secrets) -> Station | None:
    """The station of a profile; None when it has no store yet."""
    try:
        return startup.open_station(profile, keys)
    except startup.NotSetUp:
        return None


def verify(options: argparse.Namespace) -> int:
    """Check a profile's store; the exit code is 2 when it has a flaw.

    With --json, the refusal to open a store is also printed as JSON.
    """
    try:
        verdict = _verdict(options.profile)
    except (Refused, Unavailable) as error:
        if options.json:
            unopened = {"flaw": error.code, "record": str(options.profile), "detail": wording.refusal(error).what}
            print(json.dumps({"ok": False, "finding": unopened}, ensure_ascii=False))
        raise
    if options.json:
        print(json.dumps({"ok": verdict.ok, **asdict(verdict)}, ensure_ascii=False))
    elif verdict.finding is None:
        counted = wording.text("cli.counted", entries=verdict.entries, documents=verdict.documents)
        print(f"verify: ok · {counted}")
    else:
        finding = verdict.finding
        print(f"verify: {finding.flaw} · {finding.record} {finding.detail}".strip())
    return OK if verdict.ok else WRONG


def evidence(options: argparse.Namespace) -> int:
    """Write the evidence of a profile into a folder, also while the station sells."""

    def write_bundle(station: Station) -> bundles.Evidence:
        with file_errors.named(options.folder):
            return watched(partial(bundles.write_evidence, station, options.folder))

    made = reading_station(options.profile, write_bundle)
    head = f"{made.head.epoch}/{made.head.seq}"
    print(wording.text("cli.evidence_written", path=str(made.folder), entries=made.entries, head=head))
    return OK


def _verdict(profile: Path) -> verification.Verdict:
    return reading_station(profile, lambda station: watched(partial(verification.verify, station)))


def reading_station(profile: Path, act: Callable[[Station], _T]) -> _T:
    """Do an act that does not change the store: on a private copy of one that may only be read, as opening writes."""
    with file_errors.named(profile):
        must_be_set_up(profile)
        try:
            file_errors.must_be_writable(profile, STORE_FILES)
        except (file_errors.NotAllowed, file_errors.ReadOnlyDisk):
            keys = startup.load_keys(profile, read(profile), ask_password, create=False)
            with private_copy.copied(profile) as copy:
                station = startup.open_station(copy, keys)
                with closing(station.database):
                    return act(station)
    return with_station(profile, act)


def rebuild(options: argparse.Namespace) -> int:
    """Rebuild every projection of a profile from its journal."""
    must_be_set_up(options.profile)  # locking it would make its folder
    with startup.lock(options.profile):
        entries = with_station(options.profile, lambda station: watched(partial(rebuilding.rebuild, station)))
    print(wording.text("cli.rebuilt", entries=entries))
    return OK


def backup(options: argparse.Namespace) -> int:
    """Back up a profile's store into a folder, also while the station sells."""
    must_be_set_up(options.profile)
    try:
        durable.make_in_existing(options.folder)
    except OSError as error:
        raise files.BackupFailed("backup", str(error.filename or options.folder)) from error
    made = with_station(options.profile, lambda station: backups.make(station, options.folder))
    head = f"{made.manifest.head.epoch}/{made.manifest.head.seq}"
    print(wording.text("cli.backed_up", path=str(made.path), head=head))
    return OK


def restore(options: argparse.Namespace) -> int:
    """Restore a backup into a profile, or refuse and name what would be lost."""
    profile: Path = options.profile
    with startup.lock(profile), _profile_from(options.backup, profile):
        settings = read(profile)
        manifest = files.peek(options.backup)
        keys = startup.keys_of_copy(
            startup.KeyWanted(profile, settings, manifest.station, manifest.keyring),
            ask_password,
            lambda keys: files.is_signed_with(options.backup, keys.signing_key),
        )
        copy = files.read(options.backup, keys.signing_key)
        author = Author(copy.manifest.tenant, copy.manifest.station, copy.manifest.head.epoch, keys.signing_key)
        request = restoring.Request(profile, copy, accept_loss=options.accept_loss)
        witnesses = startup.witnesses(author, profile, settings)
        done = restoring.restore(request, keys, witnesses, startup.SYSTEM.clock.now())
        startup.name_key(profile, settings, author)
    print(wording.text("cli.restored", path=str(copy.path)))
    if done.missing.entry_count:
        print(wording.text("cli.missing", number=done.missing.entry_count, entries=_listed(done.missing.entries)))
    if done.missing.documents:
        print(wording.text("cli.missing_documents", documents=_listed(done.missing.documents)))
    if done.aside:
        print(wording.text("cli.aside", path=str(done.aside)))
    message = wording.refusal(done.fence.refusal())
    print(f"{message.safe} {message.todo}")
    return OK


def reopen(options: argparse.Namespace) -> int:
    """Begin the new life of a restored store, after its approval at HQ."""
    must_be_set_up(options.profile)  # the same
    with startup.lock(options.profile):
        with_station(options.profile, partial(_begin, read(options.profile).hq_ca))
    print(wording.text("cli.reopened", profile=str(options.profile)))
    return OK


def _begin(authority: str, station: Station) -> None:
    if not enrolment.is_enrolled(station):
        raise enrolment.NotEnrolled
    line = HqClient(enrolment.caller_of(station, authority))
    try:
        new_life.begin(station, line)
    except (HqUnreachable, HqBusy) as error:
        raise new_life.NotAnswered("hq", error.cause, silence=silence_of(error, line.caller.url)) from error
    finally:
        line.close()


def logs(options: argparse.Namespace) -> int:
    """Print the end of a profile's log, or export all of it. Raises NotSetUp without a profile, and OSError."""
    written = station_log.files(options.profile)
    if not written:
        must_be_set_up(options.profile)
    if options.export:
        station_log.export(options.profile, options.export)
        key = "cli.exported" if written else "cli.exported_without_log"
        print(wording.text(key, path=str(options.export)))
        return OK
    if not written:
        print(wording.text("cli.no_log", profile=str(options.profile)))
        return OK
    print(written[0], file=sys.stderr)
    for line in written[0].read_text(encoding="utf-8").splitlines()[-_LAST_LINES:]:
        print(line)
    return OK


@contextmanager
def _profile_from(path: Path, profile: Path) -> Iterator[None]:
    """Write the settings and the sealed key from the backup into an empty profile; remove them if the body raises.

    The body may add the name of the keyring entry, which is removed then too.
    """
    if (profile / SETTINGS_FILE).exists():
        yield
        return
    manifest = files.peek(path)
    contents = {SETTINGS_FILE: manifest.settings, SEALED_KEY: manifest.sealed_key}
    written = [profile / name for name, content in contents.items() if content and not (profile / name).exists()]
    for file in written:
        durable.write(file, contents[file.name].encode())
    try:
        yield
    except BaseException:
        for file in (*written, profile / keyring_name.FILE_NAME):
            file.unlink(missing_ok=True)
        raise


def _listed(parts: Sequence[str]) -> str:
    return "; ".join(parts)


def with_station(profile: Path, act: Callable[[Station], _T]) -> _T:
    """Do an act on the store of a profile, and close it."""
    with file_errors.named(profile):
        must_be_set_up(profile)
        file_errors.must_be_writable(profile, STORE_FILES)
        keys = startup.load_keys(profile, read(profile), ask_password, create=False)
        station = startup.open_station(profile, keys)
    with closing(station.database):
        return act(station)


def must_be_set_up(profile: Path) -> None:
    """Raises NotSetUp."""
    if not startup.is_set_up(profile):
        raise startup.NotSetUp(str(profile))
