"""The registry of customers: what the edits of all stations and HQ make together, and how stations read it."""
