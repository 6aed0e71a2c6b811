"""A user's mistake at the command line: told in a few lines, with exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from conformance.errors import UserMistake
from conformance.verdict import EXIT_USER_MISTAKE

Given = ParamSpec("Given")
Got = TypeVar("Got")


def mends(command: Callable[Given, Got]) -> Callable[Given, Got]:
    """A user's mistake becomes a short message and exit code 2, never a traceback."""

    @wraps(command)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> Got:
        try:
            return command(*args, **kwargs)
        except UserMistake as mistake:
            click.echo(str(mistake), err=True)
            sys.exit(EXIT_USER_MISTAKE)

    return told
