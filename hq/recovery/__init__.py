"""Bringing an older copy of HQ's database level with what HQ had granted since."""
