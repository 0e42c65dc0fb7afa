"""What the command lines of both programs share: argparse in the language of a person, and shell completion."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

from resources import texts

SHELLS = ("bash", "zsh", "tcsh", "fish")


class Parser(argparse.ArgumentParser):
    """A parser whose own sentences are in the language in use when it is made."""

    def __init__(self, **keywords: object) -> None:
        _translate(texts.catalogue(texts.chosen(), "argparse"))
        super().__init__(**keywords)  # type: ignore[arg-type]  # the keywords of argparse, passed on as they are

    def add_argument(self, *names: str, **keywords: Any) -> argparse.Action:
        """Add an argument; one that has a place is named in the language in use."""
        if names and not names[0].startswith("-") and "metavar" not in keywords:
            keywords["metavar"] = texts.text(f"arguments.{names[0]}")
        return super().add_argument(*names, **keywords)


class About(TypedDict):
    """What argparse prints of a command: its line in a list of commands, and the description in its own help."""

    help: str
    description: str


def about(key: str) -> About:
    """The text of a key, for both."""
    words = texts.text(key)
    return About(help=words, description=f"{words[0].upper()}{words[1:]}.")


def completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script by which a shell completes commands, options, choices and paths of a program."""
    import shtab  # noqa: PLC0415  # only one command needs it

    for action in _actions(parser):
        if action.type is Path:
            vars(action)["complete"] = shtab.FILE
    return shtab.complete(parser, shell)


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:  # noqa: SLF001  # argparse lists its actions in no other way
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # the same
            for inner in action.choices.values():
                yield from _actions(inner)


def _translate(sentences: dict[str, str]) -> None:
    """Have argparse use these sentences: it passes each of its own through these two names of its module."""

    def several(one: str, other: str, count: int) -> str:
        return sentences.get(one if count == 1 else other, one if count == 1 else other)

    vars(argparse).update(_=lambda sentence: sentences.get(sentence, sentence), ngettext=several)
