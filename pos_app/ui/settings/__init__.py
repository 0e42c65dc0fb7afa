"""The settings of this machine: language, theme, printer."""
