"""Use cases of the station: functions that take the station and run one transaction each."""
