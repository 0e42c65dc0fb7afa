"""How HQ judges conflicts: a table from each kind to its rule, and one small pure function a kind."""
