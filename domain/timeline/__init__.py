"""The life of a thing: what a fact is about, what happened to it, in which order, and what may be shown of it."""
