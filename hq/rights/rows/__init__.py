"""All SQL of rights to sell, one file for each table family. Functions return values; the use cases decide."""
