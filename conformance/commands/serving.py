"""``emulator``: serves the emulator until it is interrupted."""

from __future__ import annotations

import click

from conformance.mending import mends
from conformance.targets.serving import serve_emulator

WORKERS = "Processes that serve one --database file; with several no journal is kept."


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--database", default=":memory:", show_default=True, help="SQLite file; kept in memory by default.")
@click.option("--tax-mode", type=click.Choice(["exclusive", "inclusive"]), default="exclusive", show_default=True)
@click.option("--fault", "faults", multiple=True, metavar="NAME", help="Switch on a fault.")
@click.option("--liberty", "liberties", multiple=True, metavar="NAME", help="Take a liberty.")
@click.option("--control/--no-control", default=True, show_default=True, help="Control surface below /_emulator/.")
@click.option("--seed-file", default="", metavar="FILE", help="YAML file with what a new store has.")
@click.option("--store", "stores", multiple=True, metavar="HASH:TOKEN", help="Serve a further store too.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help=WORKERS)
@click.option("--allow-origin", "origins", multiple=True, metavar="URL", help="Site whose pages may use the shop.")
@mends
def emulator(  # noqa: PLR0913, PLR0917 - one parameter per option, given by name
    host: str,
    port: int,
    database: str,
    tax_mode: str,
    faults: tuple[str, ...],
    liberties: tuple[str, ...],
    control: bool,  # noqa: FBT001 - click hands over what the option says
    seed_file: str,
    stores: tuple[str, ...],
    workers: int,
    origins: tuple[str, ...],
) -> None:
    """Serve the emulator until it is interrupted."""
    serve_emulator(
        host,
        port,
        database=database,
        tax_mode=tax_mode,
        faults=faults,
        liberties=liberties,
        control=control,
        seed_file=seed_file,
        stores=stores,
        workers=workers,
        origins=origins,
    )
