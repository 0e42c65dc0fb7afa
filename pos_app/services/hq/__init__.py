"""The conversation with HQ: enrolment, sync rounds, the catalogue feed, and the state of the connection."""
