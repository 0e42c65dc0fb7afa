"""Rights to sell that this station holds, needs and asks HQ for."""
