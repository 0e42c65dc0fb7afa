"""Station journals as HQ keeps them: lives, chains, branches, and entries that are not recorded yet."""
