"""A witness of a store, in memory."""

from dataclasses import dataclass


@dataclass
class MemoryWitness:
    """Holds the anchor outside of the profile, as the file of a real witness does, while the test lasts."""

    text: str | None = None

    def recall(self) -> str | None:
        return self.text

    def keep(self, text: str) -> None:
        self.text = text
