"""The command line: ``run`` judges a target, ``emulator`` serves one, the rest explains and measures."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType

import click

from conformance import __version__

# Where each command is; it is imported when it is called for, or when all are listed.
PLACES = MappingProxyType(
    {
        "emulator": "conformance.commands.serving",
        "faults": "conformance.commands.explaining",
        "flaky": "conformance.matrix.commands",
        "liberties": "conformance.commands.explaining",
        "matrix": "conformance.matrix.commands",
        "requirements": "conformance.commands.explaining",
        "run": "conformance.commands.judging",
    }
)
EPILOG = "Exit codes: 0 conformant, 1 non-conformant, 2 a mistake to mend, 3 incomplete."


class Commands(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command with this name, or None."""
        if cmd_name not in PLACES:
            return None
        command: click.Command = getattr(import_module(PLACES[cmd_name]), cmd_name)
        return command


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="checkout-conformance")
def main() -> None:
    """Judge whether a checkout keeps the contract of BigCommerce's Checkout REST APIs."""
