"""How every set-up asks pip: for exactly what a lock names, and into its own environment."""

# A lock is complete. Without --no-deps a pip older than 23.3 resolves what is asked with an extra past the lock, and
# then misses the hashes of the newer release.
LOCKED = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "-r")

# A machine's own pip settings must not install beside .venv; those of its index, proxy and certificates stay.
ENVIRONMENT = {
    "PIP_USER": "0",
    "PIP_TARGET": "",
    "PIP_PREFIX": "",
    "PIP_ROOT": "",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
}
