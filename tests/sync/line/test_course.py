"""The catalogue at any cursor of one incarnation's feed, from snapshots and pages."""

from uuid import UUID

from sync.line import rows
from sync.line.course import Course
from sync.line.messages import Change, Manifest, Page, Rows
from sync.tables import catalogue
from tests.builders.stores import TENANT
from tests.sync.line.test_rows import EVENT, PERFORMANCE

HQ = UUID(int=1)


def events(*names: str) -> Rows:
    """Events of these names, each with the id of its first letter."""
    made = [{**EVENT, "id": UUID(int=ord(name[0])), "name": name} for name in names]
    return rows.pack(catalogue.event, made)


def whole(cursor: int) -> Manifest:
    return Manifest(HQ, UUID(int=cursor), cursor, ())


def names_at(course: Course, cursor: int) -> list[str]:
    return [str(row["name"]) for row in course.rows_at(catalogue.event, cursor)]


def test_a_row_that_a_later_snapshot_lacks_is_gone_from_its_cursor_on() -> None:
    course = Course(HQ, TENANT, 3)
    course.take_whole(whole(3), [events("a", "b"), rows.pack(catalogue.performance, [PERFORMANCE])])
    course.take_whole(whole(7), [events("b", "c")])
    assert {cursor: names_at(course, cursor) for cursor in (2, 3, 6, 7, 8)} == {
        2: [],
        3: ["a", "b"],
        6: ["a", "b"],
        7: ["b", "c"],
        8: ["b", "c"],
    }
    assert len(course.rows_at(catalogue.performance, 6)) == 1
    assert course.rows_at(catalogue.performance, 7) == []
    assert [course.reaches(cursor) for cursor in (2, 3, 7, 8)] == [False, True, True, False]


def test_a_row_that_a_page_drops_is_gone_from_its_change_on() -> None:
    course = Course(HQ, TENANT, 0)
    course.take_whole(whole(0), [events("a", "b")])
    gone = rows.pack_keys(catalogue.event, [{**EVENT, "id": UUID(int=ord("a"))}])
    course.take_page(Page(HQ, 5, 5, (Change(4, (), (gone,)), Change(5, (events("b2"),), ()))))
    assert [names_at(course, cursor) for cursor in (3, 4, 5)] == [["a", "b"], ["b"], ["b2"]]
