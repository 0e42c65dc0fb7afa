"""All SQL of the catalogue: its way to the stations, and the catalogue as it was."""
