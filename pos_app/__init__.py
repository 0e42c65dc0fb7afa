"""The station: the program that the cashier runs."""

SOFTWARE = "taquilla 0.1.0"
"""Program name and version, as the first entry of a journal and the printed reports carry them."""
