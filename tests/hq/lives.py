"""Beginning a new life of a station's store."""

from hq.people.accounts import Author
from hq.stations import enrolment, stations
from pos_app.services.copies import fencing
from sync.journal import public_key
from sync.line.messages import OpenEpoch, epoch_words
from tests.builders.counters import Counter


def begin_new_life(one: Counter) -> None:
    """A supervisor approves a new life, HQ certifies it and fences the old one, and the store opens it."""
    holder, key = one.holder, one.station.author.key
    proof = key.sign(epoch_words(holder.station_id, holder.epoch)).hex()
    with one.office.database.tenant(holder.tenant_id) as tx:
        by = Author(holder.tenant_id, None)
        stations.approve_epoch(tx, one.office, by, holder.station_id, holder.epoch, "put back")
        request = OpenEpoch(holder.epoch, public_key(key), proof)
        enrolled = enrolment.open_epoch(tx, one.office, holder, request)
    one.station = fencing.open_epoch(one.station, enrolled.certificate, enrolled.signature, enrolled.hq_key)
    one.pushed_to, one.requests, one.session = 0, 0, ""
