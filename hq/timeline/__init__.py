"""The life of a thing over all stations of an organisation."""
