"""Station journals at HQ: lives, chains, branches, and entries that are stored but not recorded."""
