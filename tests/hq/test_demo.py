"""`taquilla-hq demo` as a process: the command that it prints enrols a station, and Ctrl-C deletes everything."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from hq.demo import own_settings
from pos_app import cli
from pos_app.demo.patience import until
from tests.builders.processes import free_port
from tests.source_tree import ROOT

_PATIENCE_S = 120


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", trust_env=False).is_success
    except httpx.TransportError:
        return False


_SAYS = {
    "es_VE.UTF-8": (
        *("para entrar: organización demo, cuenta ", ", contraseña "),
        "Ctrl-C detiene la central y borra todo.\n",
    ),
    "en_US.UTF-8": (
        *("to sign in: organisation demo, login ", ", password "),
        "Ctrl-C stops head office and deletes everything.\n",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", _SAYS)
def test_a_station_comes_in_as_the_demo_says_and_nothing_is_left(
    language: str, short_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {**os.environ, "TAQUILLA_HQ_PORT": str(free_port()), "TMPDIR": str(short_folder)}
    environment |= {"LC_ALL": language}
    to_sign_in, and_password, the_end = _SAYS[language]
    command = [sys.executable, "-m", "hq", "demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = [line.strip() for line in iter(process.stdout.readline, the_end)]
            enrol = next(shlex.split(line) for line in lines if line.startswith("taquilla enrol "))
            signed = next(line.removeprefix(to_sign_in) for line in lines if line.startswith(to_sign_in))
            until(lambda: answers(enrol[3]), "HQ")
            monkeypatch.chdir(tmp_path)
            assert cli.main(enrol[1:]) == 0
            login, password = signed.split(and_password)
            credentials = {"tenant": "demo", "login": login, "password": password}
            assert httpx.post(f"{enrol[3]}/v1/sign-in", json=credentials, trust_env=False).status_code == 200
        finally:
            process.send_signal(signal.SIGINT)
            ended = process.wait(_PATIENCE_S)
    assert ended == 0
    assert [path.name for path in short_folder.iterdir() if path.is_dir()] == []


def test_the_demo_takes_no_secret_folder_or_database_of_another_hq() -> None:
    settings = own_settings(
        {
            "TAQUILLA_HQ_SECRET": "00" * 32,
            "TAQUILLA_HQ_DATA": "/srv/hq",
            "TAQUILLA_HQ_DATABASE_URL": "postgresql://127.0.0.1/books",
            "TAQUILLA_HQ_PORT": "9000",
        }
    )
    assert (settings.secret == bytes(32), settings.data == Path("/srv/hq")) == (False, False)
    assert (settings.database_url, settings.port, settings.log_level) == ("", 9000, "WARNING")
