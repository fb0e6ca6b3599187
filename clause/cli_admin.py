"""The commands of who runs the server: organisations, accounts, imports. Each calls one service, as the operator."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from clause.domain.actors import ROLE_ORG_KIND, OrgKind, Role, Scope
from clause.services.context import Context, operator_context
from clause.settings import load_settings

T = TypeVar("T")

Siret = Annotated[str, typer.Option("--siret", help="SIRET de l'organisation.")]
Name = Annotated[str, typer.Option("--name", help="Nom.")]

orgs = typer.Typer(help="Organisations.", no_args_is_help=True)
users = typer.Typer(help="Personnes.", no_args_is_help=True)
clients = typer.Typer(help="Programmes qui appellent l'API.", no_args_is_help=True)


def admin_commands(app: typer.Typer) -> None:
    """Add these commands to the main one."""
    app.add_typer(orgs, name="org")
    app.add_typer(users, name="user")
    app.add_typer(clients, name="client")
    app.command("import")(import_file)


def _as_operator(work: Callable[[Context], Awaitable[T]]) -> T:
    """The result of ``work``, done with the database open, in the name of who typed the command."""
    from clause.embedded.servers import servers_for_command
    from clause.runtime import open_runtime

    settings = load_settings()

    async def run() -> T:
        async with open_runtime(settings):
            return await work(operator_context(datetime.now(UTC)))

    with servers_for_command(settings):
        return asyncio.run(run())


@orgs.command("add")
def add_organisation(
    kind: Annotated[OrgKind, typer.Option("--kind", help="Nature.")], siret: Siret, name: Name
) -> None:
    """Inscrire une organisation (ou retrouver celle qui a déjà ce SIRET)."""
    from clause.services import accounts

    found = _as_operator(lambda context: accounts.register_organisation(context, kind, name, siret))
    typer.echo(f"{found.id}  {found.name}")


@users.command("add")
def add_user(
    email: Annotated[str, typer.Option("--email", help="Adresse de connexion.")],
    name: Name,
    siret: Siret,
    role: Annotated[Role, typer.Option("--role", help="Rôle.")],
) -> None:
    """Inscrire une personne ; son mot de passe est écrit une seule fois, ici."""
    from clause.services import accounts

    kind = ROLE_ORG_KIND[role]
    _, password = _as_operator(lambda context: accounts.add_user(context, kind, siret, email, name, role, None))
    typer.echo(f"{email}  mot de passe : {password}")


@clients.command("add")
def add_client(
    kind: Annotated[OrgKind, typer.Option("--kind", help="Nature de l'organisation.")],
    siret: Siret,
    name: Name,
    scopes: Annotated[list[Scope], typer.Option("--scope", help="Droit donné ; à répéter.")],
) -> None:
    """Inscrire un programme ; son secret est écrit une seule fois, ici."""
    from clause.services import accounts

    client_id, secret = _as_operator(lambda context: accounts.add_client(context, kind, siret, name, tuple(scopes)))
    typer.echo(f"client_id : {client_id}\nclient_secret : {secret}")


def import_file(
    kind: Annotated[str, typer.Argument(help="Nature du fichier : decp.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="Fichier à importer.")],
    siret: Annotated[str, typer.Option("--siret", help="SIRET de la structure facilitatrice qui importe.")],
) -> None:
    """Importer un fichier de marchés publics (DECP, JSON 1.5.0 ou 2.0) ; l'importer deux fois ne change rien."""
    from clause.services import imports

    content = file.read_bytes()
    report = _as_operator(
        lambda context: imports.import_file_now(context, siret, kind, file.name, content, lambda text: typer.echo(text))
    )
    for line in report.lines:
        typer.echo(line)
