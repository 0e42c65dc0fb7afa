"""Tests of the registry of customers."""
