"""The screens of the station."""
