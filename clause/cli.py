"""The ``clause`` command. It only assembles: each command reads the settings and calls one thing.

Heavy modules are imported inside the commands, so that ``--help`` and refusals are immediate.
"""

import asyncio
import os
import sys
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clause.cli_admin import admin_commands, command_settings
from clause.cli_archive import archive_commands
from clause.cli_audit import audit_commands
from clause.domain.errors import ClauseError
from clause.settings import Settings, load_settings


class DemoScale(StrEnum):
    """What ``clause demo`` fills."""

    TERRITORY = "territory"
    NATIONAL = "national"


app = typer.Typer(
    name="clause",
    help="Clause : suivi des clauses sociales, des heures, des attestations et des demandes FSE+.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
admin_commands(app)
app.add_typer(audit_commands, name="audit")
app.add_typer(archive_commands, name="archive")


@app.callback()
def _choose_folder(
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Dossier de données (sinon CLAUSE_DATA_DIR, sinon ./var).")
    ] = None,
) -> None:
    if data_dir is not None:
        os.environ["CLAUSE_DATA_DIR"] = str(data_dir)


@app.command()
def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Charger d’abord le territoire de démonstration.")] = False,
    move_port: Annotated[
        bool, typer.Option("--next-free-port/--this-port", help="Prendre le port libre suivant si le port est pris.")
    ] = False,
) -> None:
    """Démarrer tout : base, file, migrations, pages, API et tâches de fond. Ctrl-C arrête tout."""
    from clause.supervisor import serve as run_service

    raise typer.Exit(run_service(load_settings(), demo=demo, move_port=move_port or demo))


@app.command()
def web() -> None:
    """Répondre aux pages et à l’API seulement (base et file doivent déjà répondre)."""
    settings = _settings_of_running_service()
    from clause.forking import loading_for_all
    from clause.listening import received_listener

    with loading_for_all():
        from clause.answering import answer, application, shares

        app = application(settings)
    listener = received_listener()
    raise typer.Exit(answer(app, settings, shares(listener, 1)[0] if listener else None))


@app.command()
def worker(
    check: Annotated[bool, typer.Option("--check", help="Dire seulement si des tâches de fond tournent.")] = False,
) -> None:
    """Faire les tâches de fond seulement (base et file doivent déjà répondre)."""
    if check:
        from clause.doctor import worker_is_alive

        raise typer.Exit(0 if worker_is_alive(load_settings()) else 1)
    settings = _settings_of_running_service()
    from clause.workers.settings import run_worker

    run_worker(settings)


@app.command()
def migrate() -> None:
    """Mettre la base à jour : une seule instance à la fois ; chaque migration est faite en entier ou pas du tout."""
    from clause.db.migrate import migrate as run_migrations
    from clause.doctor import require_connection
    from clause.embedded.servers import servers_for_command

    settings = command_settings()
    with servers_for_command(settings):
        asyncio.run(require_connection(settings.asyncpg_owner_config()))
        applied = asyncio.run(run_migrations(settings.asyncpg_owner_config()))
    for name in applied:
        typer.echo(name)
    typer.echo(f"Base à jour ({len(applied)} migration(s) appliquée(s)).")


@app.command()
def demo(
    show: Annotated[
        bool, typer.Option("--show", help="Redire les adresses et les comptes, sans rien charger.")
    ] = False,
    scale: Annotated[
        DemoScale, typer.Option("--scale", help="Un territoire, ou une année de tout le pays dans une base vide.")
    ] = DemoScale.TERRITORY,
    share: Annotated[
        float, typer.Option("--share", min=0.001, max=1.0, help="La part du pays à charger : 0.01 pour un centième.")
    ] = 1.0,
    ledger_lines: Annotated[
        int | None,
        typer.Option("--ledger-lines", min=100, max=10_000_000, help="Lignes du registre des heures du pays."),
    ] = None,
) -> None:
    """Charger le territoire de démonstration, fictif ; ne fait rien s’il est déjà là."""
    from rich.console import Console

    from clause.devdata import demo, national
    from clause.embedded.servers import servers_for_command

    settings = command_settings()
    with servers_for_command(settings):
        if scale is DemoScale.NATIONAL:
            part = Decimal(str(share))
            work = national.stored_report(settings) if show else national.fill(settings, _progress, part, ledger_lines)
        else:
            work = demo.stored_report(settings) if show else demo.seed(settings, _progress)
        report = asyncio.run(work)
    console = Console(soft_wrap=True, highlight=False)
    for line in report.lines if report else ["Aucune donnée de démonstration ici."]:
        console.print(line)


@app.command()
def backup(folder: Annotated[Path, typer.Argument(help="Dossier nouveau ou vide, qui reçoit la sauvegarde.")]) -> None:
    """Sauvegarder la base et les clés dans un dossier, à un instant donné ; le service peut tourner."""
    from clause.backups import make_backup
    from clause.embedded.servers import servers_for_command
    from clause.text.messages import sentence

    settings = command_settings()
    with servers_for_command(settings):
        made = make_backup(settings, folder.resolve())
    typer.echo(sentence("BCK-009", {"folder": folder, "tables": len(made.tables), "rows": made.rows}))


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Dossier d’une sauvegarde.")],
) -> None:
    """Remettre une sauvegarde dans un dossier de données sans base (ou une base vide), et vérifier chaque table."""
    from clause.backups import read_backup, require_empty_place, restore_into
    from clause.embedded.restoring import cluster_for_restore
    from clause.text.messages import sentence

    settings = command_settings()
    require_empty_place(settings)
    manifest = read_backup(folder)
    with cluster_for_restore(settings):
        restore_into(settings, folder, manifest)
    values = {"rows": manifest.rows, "tables": len(manifest.tables), "made_at": f"{manifest.made_at:%d/%m/%Y %H:%M}"}
    typer.echo(sentence("BCK-010", values))


@app.command()
def doctor() -> None:
    """Vérifier l’installation : une ligne par point, et quoi faire quand un point ne va pas."""
    from clause.doctor import examine
    from clause.embedded.servers import servers_for_command
    from clause.text.messages import sentence

    settings = command_settings()
    with servers_for_command(settings, queue=True):
        results = asyncio.run(examine(settings))
    for result in results:
        typer.echo(f"{'ok    ' if result.ok else 'ERREUR'}  {sentence(result.code, result.values)}")
    raise typer.Exit(0 if all(result.ok for result in results) else 1)


def _settings_of_running_service() -> Settings:
    """The settings of a process that starts no server itself: the database answers already, or it is refused."""
    from clause.embedded.servers import require_running

    settings = load_settings()
    require_running(settings)
    return settings


def _progress(text: str) -> None:
    typer.echo(text, err=True)


def main() -> None:
    """Run the command of the arguments; a refusal is a sentence on the error output and status 1."""
    try:
        app()
    except ClauseError as error:
        from clause.text.messages import explain

        for line in explain(error):
            sys.stderr.write(line + "\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
