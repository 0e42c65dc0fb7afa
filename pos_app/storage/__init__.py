"""SQL of the station: functions that take a transaction and return values. They decide nothing."""
