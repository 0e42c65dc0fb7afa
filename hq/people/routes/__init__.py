"""The API of staff: sign-in and accounts."""
