"""The commands of who runs the server: organisations, accounts, imports. Each calls one service, as the operator."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from clause.domain.accounts import Organisation
from clause.domain.actors import ROLE_ORG_KIND, OrgKind, Role, Scope
from clause.domain.errors import NotFound, Refused
from clause.domain.imports import ImportKind, ImportReport, RowStatus
from clause.domain.jobs import JobState
from clause.domain.mails import personal_path
from clause.services.context import Context, operator_context, worker_context
from clause.settings import Settings, load_settings

T = TypeVar("T")

PROGRESS_SECONDS = 0.2

Siret = Annotated[str, typer.Option("--siret", help="SIRET de l’organisation.")]
Org = Annotated[str, typer.Option("--org", "--siret", help="SIRET de l’organisation.")]
Name = Annotated[str, typer.Option("--name", help="Nom.")]

orgs = typer.Typer(help="Organisations.", no_args_is_help=True)
users = typer.Typer(help="Personnes.", no_args_is_help=True)
clients = typer.Typer(help="Programmes qui appellent l’API.", no_args_is_help=True)


def admin_commands(app: typer.Typer) -> None:
    """Add these commands to the main one."""
    app.add_typer(orgs, name="org")
    app.add_typer(users, name="user")
    app.add_typer(clients, name="client")
    app.command("import")(import_file)


def command_settings() -> Settings:
    """The settings of a command that a person waits for: its log says only what failed, unless DEBUG was asked for."""
    from clause.logs import configure_logs

    settings = load_settings()
    configure_logs("DEBUG" if settings.log_level == "DEBUG" else "ERROR", settings.log_format)
    return settings


def _as_operator(work: Callable[[Context], Awaitable[T]]) -> T:
    """The result of ``work``, done with the database open, in the name of who typed the command."""
    from clause.embedded.servers import servers_for_command
    from clause.runtime import open_runtime

    settings = command_settings()

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
    siret: Org,
    role: Annotated[Role, typer.Option("--role", help="Rôle.")],
) -> None:
    """Inscrire une personne ; son lien personnel est écrit une seule fois, ici."""
    from clause.services import accounts, links

    async def add(context: Context) -> str:
        await accounts.add_user(context, ROLE_ORG_KIND[role], siret, email, name, role, "")
        return await links.hand_over_link(context, email)

    _tell_link(email, _as_operator(add))


@users.command("link")
def hand_over_link(email: Annotated[str, typer.Option("--email", help="Adresse de connexion.")]) -> None:
    """Un nouveau lien personnel pour une personne qui ne peut plus entrer, à lui remettre en main propre."""
    from clause.services import links

    _tell_link(email, _as_operator(lambda context: links.hand_over_link(context, email)))


def _tell_link(email: str, token: str) -> None:
    address = load_settings().public_url + personal_path(token)
    typer.echo(f"{email}  lien personnel, une fois et un jour : {address}")


@users.command("reset-second-factor")
def reset_second_factor(email: Annotated[str, typer.Option("--email", help="Adresse de connexion.")]) -> None:
    """Retirer la double authentification d’une personne qui a tout perdu ; elle en est prévenue par courriel."""
    from clause.services import second_factor

    _as_operator(lambda context: second_factor.reset_by_operator(context, email))
    typer.echo(f"{email}  double authentification retirée")


@clients.command("add")
def add_client(
    kind: Annotated[OrgKind, typer.Option("--kind", help="Nature de l’organisation.")],
    siret: Org,
    name: Name,
    scopes: Annotated[list[Scope], typer.Option("--scope", help="Droit donné ; à répéter.")],
) -> None:
    """Inscrire un programme ; son secret est écrit une seule fois, ici."""
    from clause.services import accounts

    client_id, secret = _as_operator(lambda context: accounts.add_client(context, kind, siret, name, tuple(scopes)))
    typer.echo(f"client_id : {client_id}\nclient_secret : {secret}")


def import_file(
    kind: Annotated[ImportKind, typer.Argument(help="Nature du fichier.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="Fichier à importer.")],
    siret: Annotated[
        str,
        typer.Option("--org", "--siret", help="SIRET de la structure facilitatrice (inutile s’il n’y en a qu’une)."),
    ] = "",
) -> None:
    """Importer un fichier de marchés publics (decp) ou de paie (payroll) ; l’importer deux fois ne change rien."""
    from clause.text.messages import sentence

    content = file.read_bytes()
    report = _as_operator(lambda context: _import(context, kind, siret, file.name, content))
    if report.job.error is not None and report.job.state is JobState.FAILED:
        reason = sentence(report.job.error["code"], report.job.error["values"])
        raise Refused("CMD-004", file=file.name, reason=reason)
    counts = {status.value: report.counts.get(status, 0) for status in RowStatus}
    typer.echo(sentence("CMD-003", {"file": file.name, "total": report.run.total, **counts}))


async def _import(context: Context, kind: ImportKind, siret: str, file_name: str, content: bytes) -> ImportReport:
    """The report of a file once all its records are treated, here or by a worker that took the job."""
    from rich.console import Console
    from rich.progress import Progress

    from clause.services import imports, payroll_imports
    from clause.workers.registry import STEPS
    from clause.workers.running import run_to_end

    organisation = await _facilitator(context, siret)
    ours = worker_context(context.now, organisation.id)
    if kind is ImportKind.PAYROLL:
        run = await payroll_imports.start_payroll_import(ours, file_name, content)
    else:
        run = await imports.start_import(ours, kind, file_name, content)
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        shown = bar.add_task(file_name, total=None)
        while True:
            work = asyncio.create_task(run_to_end(run.job_id, STEPS))
            while not work.done():
                await asyncio.wait((work,), timeout=PROGRESS_SECONDS)
                report = await imports.load_import(ours, run.id)
                bar.update(shown, completed=sum(report.counts.values()), total=report.run.total)
            await work
            if report.job.finished_at is not None:
                return report
            await asyncio.sleep(PROGRESS_SECONDS)


async def _facilitator(context: Context, siret: str) -> Organisation:
    """The facilitator organisation with this SIRET, or the only one when none is given."""
    from clause.services import accounts

    found = await accounts.list_organisations(
        context, OrgKind.FACILITATOR_ORG, siret=siret or None, name=None, after=None, limit=2
    )
    if siret and not found:
        raise NotFound("CMD-001", siret=siret)
    if len(found) != 1:
        raise Refused("CMD-002", count=len(found))
    return found[0]
