"""The command lines: argparse's sentences have a translation, and shells complete both programs."""

import argparse
import ast
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from resources import texts
from tests.builders import ordinary

FOR_PROGRAMMERS = (
    "conflicting", "not defined", "an invalid argument for positionals", "must be optional", "not callable",
    "cannot", "can't open", "invalid option string", "dest=", "invalid conflict_resolution", "with mode",
    "unexpected option string",
)  # fmt: skip
"""Parts of sentences that report a mistake in the program, not in what somebody typed."""


def sentences_of_argparse() -> set[str]:
    """The literal sentences that the installed argparse passes to gettext."""
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    translated = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}]
    arguments = [argument for call in translated for argument in call.args]
    return {str(argument.value) for argument in arguments if isinstance(argument, ast.Constant)}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_each_sentence_of_argparse_that_a_person_reads_is_translated(language: str) -> None:
    read = {text for text in sentences_of_argparse() if not any(part in text for part in FOR_PROGRAMMERS)}
    assert read - texts.catalogue(language, "argparse").keys() == set()


@pytest.mark.parametrize(("module", "name"), [("pos_app", "taquilla"), ("hq", "taquilla-hq")])
def test_a_shell_completes_commands_options_and_choices(module: str, name: str, tmp_path: Path) -> None:
    made = ordinary.run("-m", module, "completion", "bash")
    assert made.returncode == 0, made.stderr
    script = tmp_path / name
    script.write_text(made.stdout, encoding="utf-8")
    commands = {"taquilla": ("ver", "verify"), "taquilla-hq": ("sta", "station")}
    typed, whole = commands[name]
    function = next(line.split()[-2] for line in made.stdout.splitlines() if line.startswith("complete "))
    asked = f'source "{script}"; COMP_WORDS=({name} {typed}); COMP_CWORD=1; {function}; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["/bin/bash", "-c", asked], capture_output=True, text=True, check=True, env=dict(os.environ)
    )  # our script
    assert whole in done.stdout.split()


_FISH = [
    ("pos_app", "taquilla", "ver", "verify"),
    ("pos_app", "taquilla", "verify --js", "--json"),
    ("pos_app", "taquilla", "completion f", "fish"),
    ("hq", "taquilla-hq", "sta", "station"),
    ("hq", "taquilla-hq", "station th", "thaw"),
    ("hq", "taquilla-hq", "retire zo", "zone"),
    ("hq", "taquilla-hq", "retire --rea", "--reason"),
]


@pytest.mark.parametrize(("module", "name", "typed", "whole"), _FISH)
def test_fish_completes_commands_options_and_choices(
    module: str, name: str, typed: str, whole: str, tmp_path: Path
) -> None:
    """The file has the completion; fish itself answers with it where it is installed."""
    made = ordinary.run("-m", module, "completion", "fish")
    assert made.returncode == 0, made.stderr
    words = [shlex.split(line) for line in made.stdout.splitlines() if line.startswith(f"complete -c {name} ")]
    assert any(whole.lstrip("-") in word.split() for line in words for word in line)
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("fish is not installed: the file was read, and not tried")
    script = tmp_path / f"{name}.fish"
    script.write_text(made.stdout, encoding="utf-8")
    home = {**os.environ, "HOME": str(tmp_path)}
    asked = f"source {shlex.quote(str(script))}; complete -C {shlex.quote(f'{name} {typed}')}"
    done = subprocess.run(
        [fish, "--no-config", "-c", asked], capture_output=True, text=True, check=True, env=home
    )  # our script
    assert done.stderr == ""
    assert whole in [line.split("\t")[0] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("module", "arguments", "words"),
    [
        ("pos_app", ["verify"], "faltan: perfil"),
        ("pos_app", ["completion"], "faltan: consola"),
        ("pos_app", ["backup", "x"], "faltan: carpeta"),
        ("hq", ["retire", "--tenant", "x", "--reason", "y"], "faltan: clase, nombre"),
        ("pos_app", ["vender"], "no existe 'vender'; elija entre"),
        ("pos_app", ["verify", "x", "--yaml"], "sobran: --yaml"),
        ("pos_app", ["enrol", "x", "y", "z", "--vault", "hole"], "--vault: no existe 'hole'; elija entre 'keyring'"),
        ("hq", ["station", "add", "uno", "--tenant", "sala"], "número: el valor 'uno' no sirve"),
        ("hq", ["load", "x"], "faltan: --tenant"),
    ],
)
def test_a_mistyped_command_is_answered_in_spanish(module: str, arguments: list[str], words: str) -> None:
    done = ordinary.run("-m", module, *arguments, environment={**os.environ, "LC_ALL": "es_VE.UTF-8"})
    assert done.returncode == 2
    assert words in done.stderr
    assert "error" not in done.stderr
