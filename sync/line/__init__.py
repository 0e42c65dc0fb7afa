"""Communication between a station and HQ: messages, their seal, push, pull, and the HTTP client."""
