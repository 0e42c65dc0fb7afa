"""The conflict desk: what two sides claim, what the rule proposes, what a supervisor decides."""
