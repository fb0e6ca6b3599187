"""The commands that verify the journals and hand over their sealed heads."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from clause.cli_admin import command_settings

MOST_TOLD = 20

audit_commands = typer.Typer(help="Le journal de ce qui a été fait : vérifier, sceller ailleurs.", no_args_is_help=True)


@audit_commands.command("verify")
def verify_journals(
    heads: Annotated[
        Path | None,
        typer.Option("--heads", exists=True, dir_okay=False, help="Sceaux exportés plus tôt, gardés ailleurs."),
    ] = None,
    keys: Annotated[
        list[Path] | None,
        typer.Option("--key", exists=True, dir_okay=False, help="Clé d’un autre dossier de données ; à répéter."),
    ] = None,
) -> None:
    """Relire toutes les lignes de tous les journaux ; dire laquelle a été changée, retirée ou déplacée."""
    from clause import audit
    from clause.embedded.servers import servers_for_command
    from clause.text.messages import sentence

    settings = command_settings()
    kept = audit.read_kept(heads) if heads else []
    with servers_for_command(settings):
        found, seals = asyncio.run(audit.verify(settings, kept, keys or []))
    counts: dict[str, object] = {"lines": found.lines, "chains": found.chains, "seals": seals, "kept": len(kept)}
    for damaged in found.damages[:MOST_TOLD]:
        values: dict[str, object] = {"org": damaged.org_id, "number": damaged.number}
        typer.echo(f"ERREUR  {sentence(damaged.damage.value, values)}")
    left = len(found.damages) - MOST_TOLD
    if left > 0:
        typer.echo(sentence("AUD-003", {"count": left}))
    if found.damages:
        typer.echo(sentence("AUD-002", counts))
        raise typer.Exit(1)
    typer.echo(sentence("AUD-001", {**counts, "erased": found.erased}))


@audit_commands.command("heads")
def export_heads(
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Seulement les sceaux depuis ce jour.")
    ] = None,
    org: Annotated[UUID | None, typer.Option("--org-id", help="Seulement ceux de cet organisme.")] = None,
) -> None:
    """Écrire les sceaux, un par ligne (JSON), à garder ailleurs que sur cette machine."""
    from clause import audit
    from clause.embedded.servers import servers_for_command

    settings = command_settings()
    instant = since.astimezone() if since else None
    with servers_for_command(settings):
        seals = asyncio.run(audit.list_seals(settings, instant, org))
    for seal in seals:
        typer.echo(seal.model_dump_json())
