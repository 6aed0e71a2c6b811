"""Where the files that travel with the package are found, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def specs_directory() -> Path:
    """The folder with the OpenAPI documents and the requirement catalogue.

    A wheel carries it inside the package; a checkout has it beside the package.
    """
    packed = PACKAGE / "_specs"
    return packed if packed.is_dir() else PACKAGE.parent / "specs"


def suite_directory() -> Path:
    """The folder with the tests that judge a target."""
    return PACKAGE / "suite"
