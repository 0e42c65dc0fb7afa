"""Who works here and who buys: roles, permissions, identity documents."""
