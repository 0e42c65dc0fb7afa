"""Steps that bring an older store to the present schema."""
