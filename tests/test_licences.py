"""Nothing that the station ships is under the GPL (docs/decisions/0011)."""

from importlib.metadata import Distribution, PackageNotFoundError, distribution, metadata

from packaging.requirements import Requirement

from tests.source_tree import ROOT

SHIPPED_EXTRAS = ("station", "hq")
GPL = ("GPL", "GNU GENERAL PUBLIC")
LESSER = ("LGPL", "LESSER")


def needs(installed: Distribution, extras: tuple[str, ...]) -> set[str]:
    requirements = [Requirement(line) for line in installed.requires or ()]
    return {
        need.name
        for need in requirements
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    }


def shipped() -> set[str]:
    names: set[str] = set()
    waiting = needs(distribution("taquilla"), SHIPPED_EXTRAS)
    while waiting:
        name = waiting.pop()
        names.add(name)
        try:
            waiting |= needs(distribution(name), ()) - names
        except PackageNotFoundError as error:  # a marker of another system is evaluated elsewhere
            raise AssertionError(f"{name} is required and not installed") from error
    return names


def licence_of(name: str) -> str:
    about = metadata(name)
    short = [about[field] for field in ("License-Expression", "License") if field in about]
    classifiers = [line for line in about.get_all("Classifier") or () if line.startswith("License")]
    # Some packages put the whole licence text where its name belongs; its first line is the name.
    return " ".join([*(text.strip().splitlines()[0] for text in short if text.strip()), *classifiers]).upper()


def test_what_is_shipped_is_permissive_or_lesser() -> None:
    licences = {name: licence_of(name) for name in shipped()}
    assert len(licences) > 20
    bound = {
        name: licence
        for name, licence in licences.items()
        if any(word in licence for word in GPL) and not any(word in licence for word in LESSER)
    }
    assert bound == {}


def is_lesser(name: str) -> bool:
    return any(word in licence_of(name) for word in LESSER)


def test_the_readme_names_what_is_used_under_the_lgpl() -> None:
    _, _, section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Licence\n")
    named = tuple(word.strip(",.;").lower() for word in section.split() if word.strip(",.;")[-1:].isalnum())
    lesser = [name.lower() for name in needs(distribution("taquilla"), SHIPPED_EXTRAS) if is_lesser(name)]
    assert len(lesser) > 2
    assert [name for name in lesser if not name.startswith(tuple(word for word in named if len(word) > 5))] == []
