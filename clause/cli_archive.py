"""The commands that keep an archive of the embedded database, and restore from it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clause.cli_admin import command_settings

archive_commands = typer.Typer(
    help="L’archive de la base : une copie, et tout ce qui a été enregistré depuis.", no_args_is_help=True
)


@archive_commands.command("copy")
def copy() -> None:
    """Copier toute la base dans l’archive (CLAUSE_ARCHIVE_DIR) ; le service tourne. Une ancienne copie est gardée."""
    from clause.archives import make_copy, require_archive
    from clause.embedded.servers import servers_for_command
    from clause.text.messages import sentence

    settings = command_settings()
    require_archive(settings)
    with servers_for_command(settings):
        folder, count = make_copy(settings)
    typer.echo(sentence("BCK-015", {"folder": folder, "count": count}))


@archive_commands.command("restore")
def restore(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Dossier de l’archive.")],
    at: Annotated[
        datetime | None,
        typer.Option("--at", help="Moment voulu, en temps universel (sinon : tout ce que contient l’archive)."),
    ] = None,
) -> None:
    """Remettre la base telle qu’elle était à un moment, dans un dossier de données sans base."""
    from clause.archives import restore_archive
    from clause.text.messages import sentence

    wanted = at.replace(tzinfo=UTC) if at else None
    last = restore_archive(command_settings(), folder.resolve(), wanted)
    typer.echo(sentence("BCK-018", {"last": f"{last:%d/%m/%Y %H:%M:%S}"}) if last else sentence("BCK-019", {}))
