"""Copies of the store as files: backups, their manifests and their state."""
