"""Recovery of an older copy of HQ's database: granting again what HQ granted since that copy."""
