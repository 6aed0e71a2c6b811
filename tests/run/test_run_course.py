"""The course of a run: what was begun upon and never ended, and what stands in the way of a verdict."""

from __future__ import annotations

from conformance.run.course import Course


def test_a_run_whose_tests_all_ended_lacks_nothing() -> None:
    course = Course()
    course.collected(["a", "b"])
    course.ended("a")
    course.ended("b")

    assert (course.stopped, course.missing) == ("", "")


def test_a_test_that_never_ended_is_counted_once_however_many_workers_collected_it() -> None:
    course = Course()
    course.collected(["a", "b"])
    course.collected(["a", "b"])
    course.ended("a")

    assert course.missing == "1 of 2 checks did not come to their end"


def test_a_test_that_ended_before_a_late_worker_collected_it_stays_ended() -> None:
    course = Course()
    course.collected(["a"])
    course.ended("a")
    course.collected(["a"])

    assert not course.missing


def test_what_stopped_a_run_is_said_once() -> None:
    course = Course()
    course.unread("test_a.py")
    course.unread("test_a.py")
    course.unread("")
    course.broke_down("worker gw0 broke down")

    assert course.stopped == (
        "test_a.py could not be collected; the suite could not be collected; worker gw0 broke down"
    )
