"""Allure results pass the masker, and a disk that refuses them doesn't end the run."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import StatusDetails, TestResult

from conformance.errors import UserMistake
from conformance.run.masked_allure import _mask_texts_of
from conformance.transport import Masker

# Allure's classes carry no types.
Logger: Any = AllureFileLogger
Result: Any = TestResult
Details: Any = StatusDetails


def result_that_tells(secret: str) -> Any:
    return Result(uuid="a", name="a check", statusDetails=Details(message=f"sent {secret}", trace=secret))


def test_a_secret_in_a_result_is_masked_before_it_is_written(tmp_path: Path) -> None:
    logger = Logger(str(tmp_path))
    lost: list[UserMistake] = []
    _mask_texts_of(logger, Masker(["a-distinctive-token"]).mask, lost.append)
    logger.report_result(result_that_tells("a-distinctive-token"))
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.json"))
    assert "sent [masked]" in written
    assert "a-distinctive-token" not in written


def test_a_full_disk_is_told_and_does_not_end_the_run(tmp_path: Path) -> None:
    logger = Logger(str(tmp_path))

    def full(_item: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    logger._report_item = full
    lost: list[UserMistake] = []
    _mask_texts_of(logger, str, lost.append)
    logger.report_result(result_that_tells("nothing"))
    assert [mistake.what for mistake in lost] == ["the Allure results could not be written: No space left on device"]
