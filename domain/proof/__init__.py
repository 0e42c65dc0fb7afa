"""Proof: every figure of a sale derived anew from what the station was given, for HQ and for the station's verify."""
