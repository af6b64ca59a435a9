"""A /readyz of 503 is an answer; every other 503 is worth a line."""

from __future__ import annotations

import logging

from django.test import RequestFactory

from assistant.health.logs import ExpectedAnswers


def record(path: str, status: int) -> logging.LogRecord:
    made = logging.LogRecord("django.request", logging.ERROR, "", 0, "", (), None)
    made.request = RequestFactory().get(path)
    made.status_code = status
    return made


def test_only_an_expected_answer_is_left_out_of_the_log() -> None:
    written = ExpectedAnswers().filter
    assert not written(record("/readyz", 503))
    assert written(record("/readyz", 500))
    assert written(record("/c/", 503))
    assert written(logging.LogRecord("assistant", logging.INFO, "", 0, "", (), None))
