"""Rights to sell: numbers, seats and places granted to one station at a time, returned or fenced."""
