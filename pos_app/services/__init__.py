"""Use cases: functions taking the station, one transaction each."""
