"""What HQ does of each kind of conflict: a table from kind to rule, and one small pure function a kind."""
