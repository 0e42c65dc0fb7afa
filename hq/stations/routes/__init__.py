"""The API of stations: for a station itself and for the staff that manages stations."""
