"""The API of people: sign-in and staff accounts."""
