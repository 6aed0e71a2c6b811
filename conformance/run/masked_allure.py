"""Puts the masker before the disk for Allure results too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allure_commons import plugin_manager
from allure_commons.logger import AllureFileLogger

from conformance.errors import UserMistake


def mask_allure_results(
    config: pytest.Config, mask: Callable[[str], str], lost: Callable[[UserMistake], None]
) -> None:
    """Replaces the writer of Allure results, when ``--alluredir`` asks for them, by one that masks.

    A disk that refuses them is told to ``lost`` and doesn't end the run: the record matters more.
    """
    if not config.getoption("allure_report_dir", default=None):
        return
    for plugin in list(plugin_manager.get_plugins()):
        if type(plugin) is AllureFileLogger:
            _mask_texts_of(plugin, mask, lost)


def _mask_texts_of(logger: Any, mask: Callable[[str], str], lost: Callable[[UserMistake], None]) -> None:
    report_item = logger._report_item  # noqa: SLF001 - the logger has no seam of its own

    def masked(item: Any) -> Any:
        _mask_tree(item, mask)
        try:
            return report_item(item)
        except OSError as error:
            what = f"the Allure results could not be written: {error.strerror or error}"
            lost(UserMistake(what, "--alluredir", "make room there, then run again"))
        return None

    logger._report_item = masked  # noqa: SLF001 - as above


def _mask_tree(item: Any, mask: Callable[[str], str]) -> None:
    for name, value in list(vars(item).items()):
        if isinstance(value, str):
            setattr(item, name, mask(value))
        elif isinstance(value, list):
            for each in value:
                if hasattr(each, "__dict__"):
                    _mask_tree(each, mask)
        elif hasattr(value, "__dict__"):
            _mask_tree(value, mask)
