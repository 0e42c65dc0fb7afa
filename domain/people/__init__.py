"""Staff and buyers: roles, permissions, identity documents."""
