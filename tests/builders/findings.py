"""The findings of HQ's check as English sentences."""

from collections.abc import Iterable

from hq.findings import Finding, sentence
from resources import texts


def english(findings: Iterable[Finding]) -> list[str]:
    """The sentences of findings, whatever language is in use."""
    before = texts.chosen()
    texts.use("en")
    try:
        return [sentence(each) for each in findings]
    finally:
        texts.use(before)
