"""All SQL of conflicts: disputes, cases, the evidence of sales, and the circumstances of a performance."""
