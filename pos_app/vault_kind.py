"""Where a station keeps its root secret. Apart from the vaults, whose cryptography the first window does not need."""

from enum import StrEnum


class VaultKind(StrEnum):
    """The kind of vault of a profile."""

    KEYRING = "keyring"
    PASSWORD = "password"  # noqa: S105  # the name of a kind, not a secret
    ENVIRONMENT = "environment"
    OPEN = "open"
