"""The station's side of the protocol with HQ (docs/protocol.md), and the state of the connection."""
