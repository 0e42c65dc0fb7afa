"""Theme, fonts, translations and demo venues: data, no code."""
