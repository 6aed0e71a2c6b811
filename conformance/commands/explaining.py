"""``requirements``, ``faults`` and ``liberties``: what is judged, what proves it, and what is left open."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from conformance.mending import mends
from conformance.requirements import load_catalogue
from conformance.requirements.pages import as_json, as_markdown, explained
from conformance.run.explaining import known_of, write_pages
from conformance.targets import fault_catalogue, liberty_catalogue


@click.command()
@click.argument("requirement_id", required=False)
@click.option("--json", "form", flag_value="json", help="As JSON, with checks and faults.")
@click.option("--markdown", "form", flag_value="markdown", help="As a Markdown table.")
@click.option("--pages", type=click.Path(path_type=Path, file_okay=False), help="Write a page per area there.")
@mends
def requirements(requirement_id: str | None, form: str | None, pages: Path | None) -> None:
    """List the requirements, or explain one: where it comes from, its checks, the faults that prove them."""
    catalogue = load_catalogue()
    wanted = [catalogue.get(requirement_id)] if requirement_id else list(catalogue)
    if not (requirement_id or form or pages):
        table = Table("id", "level", "surface", "statement", box=None, pad_edge=False)
        for each in wanted:
            statement = (
                f"{each.statement} (can't be tested: {each.untestable})" if each.untestable else each.statement
            )
            table.add_row(each.id, each.level, each.surface, statement)
        Console().print(table)
        return
    known = known_of(catalogue)
    chosen = [each for each in known if each.requirement in wanted]
    if pages:
        write_pages(pages, known)
        click.echo(f"written: {pages}")
    elif form == "json":
        click.echo(as_json(chosen), nl=False)
    elif form == "markdown":
        click.echo(as_markdown(chosen), nl=False)
    else:
        click.echo(explained(chosen[0]), nl=False)


@click.command()
@mends
def faults() -> None:
    """List the faults of the emulator and the requirement that each breaks."""
    table = Table("fault", "breaks", "what the emulator then does", box=None, pad_edge=False)
    for name, (breaks, summary) in fault_catalogue().items():
        table.add_row(name, breaks, summary)
    Console().print(table)


@click.command()
@mends
def liberties() -> None:
    """List what a store may do otherwise than the emulator and keep its contract, and where that is left open."""
    table = Table("liberty", "what a store then does", "why it may", box=None, pad_edge=False)
    for name, (summary, leave) in liberty_catalogue().items():
        table.add_row(name, summary, leave)
    Console().print(table)
