"""Rights to sell: numbers, seats and places, each granted to one station at a time, then returned or fenced."""
