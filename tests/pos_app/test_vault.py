"""The root secret: in the system's keyring, under a password, in the environment, or in an open file."""

import io
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from pos_app import keyring_vault, startup, terminal, vault
from pos_app.keyring_vault import KeyringVault, NoVault
from pos_app.settings import Settings
from pos_app.vault import (
    ENVIRONMENT_KEY,
    EnvironmentVault,
    KeyMissing,
    OpenVault,
    PasswordVault,
    Secrets,
    VaultKind,
    WrongPassword,
)

ROOT_SECRET = bytes(range(32))


class PlainText(KeyringBackend):
    """A keyring that stores passwords in clear."""

    priority = 1
    kept: dict[tuple[str, str], str] = {}  # noqa: RUF012  # one store for the class, as a system has one

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def plain_keyring() -> Iterator[PlainText]:
    before, plain = keyring.get_keyring(), PlainText()  # type: ignore[no-untyped-call]  # keyring's own
    keyring.set_keyring(plain)
    yield plain
    keyring.set_keyring(before)


def test_two_independent_keys_come_from_one_secret() -> None:
    one, other = Secrets.derive(ROOT_SECRET), Secrets.derive(bytes(32))
    assert one.database_key != other.database_key
    assert one.database_key != one.signing_key.private_bytes_raw()
    assert one.database_key == Secrets.derive(ROOT_SECRET).database_key
    assert len(one.database_key) == 32


def test_a_keyring_that_keeps_secrets_in_clear_is_refused(plain_keyring: PlainText) -> None:
    for act in (KeyringVault("till").load, lambda: KeyringVault("till").save(ROOT_SECRET)):
        with pytest.raises(NoVault) as caught:
            act()
        assert "PlainText" in caught.value.backend
    assert plain_keyring.kept == {}


def test_a_keyring_on_the_list_keeps_the_secret(plain_keyring: PlainText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_vault, "_ALLOWED_KEYRINGS", (f"{PlainText.__module__}.PlainText",))
    assert KeyringVault("till").load() is None
    KeyringVault("till").save(ROOT_SECRET)
    assert KeyringVault("till").load() == ROOT_SECRET
    assert KeyringVault("other").load() is None


def test_a_password_opens_what_it_sealed_and_no_other_does(tmp_path: Path) -> None:
    PasswordVault(tmp_path, lambda: "ñandú 1").save(ROOT_SECRET)
    assert PasswordVault(tmp_path, lambda: "ñandú 1").load() == ROOT_SECRET
    with pytest.raises(WrongPassword):
        PasswordVault(tmp_path, lambda: "ñandu 1").load()
    file = tmp_path / "vault.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert ROOT_SECRET.hex() not in file.read_text()


def test_a_password_vault_is_empty_before_it_is_filled(tmp_path: Path) -> None:
    assert PasswordVault(tmp_path, lambda: "x").load() is None


def test_a_secret_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    OpenVault(tmp_path).save(ROOT_SECRET)
    assert [file.name for file in tmp_path.iterdir()] == ["open.key"]
    assert stat.S_IMODE((tmp_path / "open.key").stat().st_mode) == 0o600
    assert OpenVault(tmp_path).load() == ROOT_SECRET


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "00" * 33, "ñ"])
def test_a_damaged_open_key_is_missing(tmp_path: Path, content: str) -> None:
    (tmp_path / "open.key").write_text(content)
    with pytest.raises(KeyMissing):
        OpenVault(tmp_path).load()


@pytest.mark.parametrize("content", ["", "{", "[]", "1", "{}", '{"salt": 1, "nonce": 2, "box": 3}', '{"salt": "AA=="}'])
def test_a_damaged_password_vault_is_missing(tmp_path: Path, content: str) -> None:
    (tmp_path / "vault.json").write_text(content)
    with pytest.raises(KeyMissing):
        PasswordVault(tmp_path, lambda: "x").load()


def test_a_password_vault_that_was_cut_short_is_missing_or_wrong(tmp_path: Path) -> None:
    PasswordVault(tmp_path, lambda: "x").save(ROOT_SECRET)
    parts = json.loads((tmp_path / "vault.json").read_text())
    for name, part in parts.items():
        (tmp_path / "vault.json").write_text(json.dumps({**parts, name: part[:4]}))
        with pytest.raises((KeyMissing, WrongPassword)):
            PasswordVault(tmp_path, lambda: "x").load()


@pytest.mark.parametrize("given", [None, "", "00", "zz" * 32, "00" * 31, "00" * 33, "ñ" * 64])
def test_a_key_from_the_environment_is_32_bytes_of_hex(monkeypatch: pytest.MonkeyPatch, given: str | None) -> None:
    if given is None:
        monkeypatch.delenv(ENVIRONMENT_KEY, raising=False)
    else:
        monkeypatch.setenv(ENVIRONMENT_KEY, given)
    with pytest.raises(KeyMissing) as caught:
        EnvironmentVault().load()
    assert caught.value.where == ENVIRONMENT_KEY


def test_a_right_key_from_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_KEY, ROOT_SECRET.hex())
    EnvironmentVault().save(b"is not written")
    assert EnvironmentVault().load() == ROOT_SECRET


def test_a_key_in_the_environment_opens_only_profiles_that_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_KEY, ROOT_SECRET.hex())
    with pytest.raises(KeyMissing):
        startup.load_keys(tmp_path, Settings(vault=VaultKind.OPEN), str, create=False)


def test_a_new_profile_gets_a_secret_that_it_finds_again(tmp_path: Path) -> None:
    made = vault.secrets(OpenVault(tmp_path), create=True)
    assert vault.secrets(OpenVault(tmp_path), create=False).database_key == made.database_key


@pytest.mark.parametrize("kind", list(VaultKind))
def test_each_kind_of_profile_has_its_vault(tmp_path: Path, kind: VaultKind) -> None:
    vault = startup.vault_of(tmp_path, Settings(vault=kind), str)
    assert type(vault).__name__ == f"{kind.name.capitalize()}Vault"


def test_nobody_is_asked_where_nobody_sits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service without a terminal is refused; a prompt would make it wait for ever."""
    monkeypatch.setattr("sys.stdin", io.StringIO("a password that nobody typed\n"))
    with pytest.raises(KeyMissing) as caught:
        terminal.ask_password()
    assert caught.value.where == "terminal"
