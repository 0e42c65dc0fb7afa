"""Head office: grants rights to stations, receives their journals, resolves conflicts."""

SOFTWARE = "taquilla-hq 0.1.0"
"""Program name and version."""
