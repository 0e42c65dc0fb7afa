"""The catalogue on its way down: changes are published once and read by stations from the feed."""
