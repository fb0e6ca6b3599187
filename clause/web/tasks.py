"""What waits for a reader: tasks of the first page, each with a few of its items and the page where the rest is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clause.domain.actors import OrgKind, Scope
from clause.domain.claims import Claim, ClaimState
from clause.domain.contracts import FollowUpState, LotFilters
from clause.domain.hours import StatementState, StatementSummary
from clause.domain.intermediate_body import HandedClaim
from clause.domain.statements_due import DueInView, DueState
from clause.domain.timesheet_standing import MonthStanding, TimeStep
from clause.domain.timesheets import TimesheetState
from clause.rules.calendar import Month, MonthSpan, add_months
from clause.services import (
    claims,
    contracts,
    eligibility_windows,
    hours,
    intermediate_body,
    outcomes,
    statements_due,
    timesheets_in_bulk,
)
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import label
from clause.web.timesheets import month_path

FEW = 5
MOST = 100
"""Beyond it a task says « et plus »."""

OWN_MONTHS = 6
"""How many months back one is reminded of one's own time."""


@dataclass(frozen=True)
class Item:
    """One thing of a task."""

    text: str
    path: str
    meta: str = ""
    badge: str = ""
    tone: str = "watch"


@dataclass(frozen=True)
class Task:
    """Something to do, how much of it, and where."""

    title: str
    items: tuple[Item, ...]
    path: str
    all_of_it: str
    """The words of the link to the rest."""

    count: int = 0

    @property
    def shown(self) -> tuple[Item, ...]:
        """The first of the items."""
        return self.items[:FEW]

    @property
    def count_text(self) -> str:
        """How many there are."""
        return f"{MOST} et plus" if self.count >= MOST else formats.count(self.count)


def task(title: str, items: Sequence[Item], path: str, all_of_it: str) -> Task:
    """A task with these items."""
    return Task(title, tuple(items), path, all_of_it, len(items))


async def tasks_of(context: Context) -> list[Task]:
    """The tasks of this reader that hold something, in the order of the work."""
    actor = context.actor
    found: list[Task] = []
    if actor.org_kind is OrgKind.COMPANY:
        found = await _of_company(context)
    elif actor.org_kind is OrgKind.INTERMEDIATE_BODY:
        found = await _of_body(context)
    elif actor.may(Scope.CONTRACTS_WRITE):
        found = [*await _of_facilitator(context), *await _own_time(context)]
        if actor.may(Scope.TIME_APPROVE):
            found = await _of_manager(context) + found
    return [one for one in found if one.items]


async def _of_facilitator(context: Context) -> list[Task]:
    waiting = await hours.list_statements(context, state=StatementState.SUBMITTED, limit=MOST)
    late = [due for due in await statements_due.list_dues_in_view(context) if due.state is DueState.LATE][:MOST]
    ending = await eligibility_windows.list_alerts(context, None, after=None, limit=MOST)
    missing = await outcomes.list_outcomes_due(context, None, lot_id=None, after=None, limit=MOST)
    return [
        task("Relevés d’heures à valider", [_statement(one) for one in waiting], "/hours-statements", "Ouvrir la file"),
        task("Entreprises en retard de relevé", [_due(one) for one in late], "/statements-due", "Voir et relancer"),
        task(
            "Éligibilités qui se terminent",
            [
                Item(
                    f"{one.first_name} {one.last_name}",
                    f"/participants/{one.participant_id}",
                    _ending([window.last_day for window in one.windows]),
                )
                for one in ending
            ],
            "/eligibility-alerts",
            "Toutes les échéances",
        ),
        task(
            "Sorties et suites à renseigner",
            [
                Item(f"{one.first_name} {one.last_name}", f"/hires/{one.hire_id}", _left(one.last_day))
                for one in missing
            ],
            "/outcomes-due",
            "Tout renseigner",
        ),
        await _lots_to_sort(context),
    ]


async def _own_time(context: Context) -> list[Task]:
    last = Month.of(context.today)
    first = Month.of(add_months(last.first_day, 1 - OWN_MONTHS))
    months = await timesheets_in_bulk.list_own_standings(context, first, last)
    steps = [(one, one.step(context.today)) for one in months]
    items = [_own_month(one, step, context.today) for one, step in steps if step in _OWN_STEPS]
    return [task("Ma feuille de temps", items, "/timesheets", "Tous mes mois")]


_OWN_STEPS = (TimeStep.TO_FILL, TimeStep.TO_SIGN)


def _own_month(one: MonthStanding, step: TimeStep, today: date) -> Item:
    return Item(
        formats.month(one.month.first_day).capitalize(),
        month_path(one),
        f"{formats.hours(one.hours_worked)} sur {formats.hours(one.theoretical_hours)}",
        label("time_step", step),
        "bad" if one.is_late(today) else "watch",
    )


def _ending(days: Sequence[date]) -> str:
    return f"jusqu’au {formats.short_day(min(days))}" if days else "justificatif bientôt périmé"


def _left(day: date | None) -> str:
    return f"fin le {formats.short_day(day)}" if day else "fin prévue dépassée"


async def _lots_to_sort(context: Context) -> Task:
    items = []
    for waiting in (FollowUpState.PRESELECTED, FollowUpState.TO_REVIEW):
        for row in await contracts.list_lots(context, LotFilters(follow_up=waiting), limit=MOST):
            name = label("follow_up", waiting)
            items.append(Item(row.lot.label, "/lots/review", row.lot.buyer.name, name, "neutral"))
    return task("Marchés importés à trier", items, "/lots/review", "Trier")


def _statement(one: StatementSummary) -> Item:
    return Item(
        f"{one.company.name}, {formats.month(one.month.first_day)}",
        f"/hours-statements/{one.id}",
        f"{formats.hours(one.hours_declared)} déclarées",
    )


def _due(one: DueInView) -> Item:
    return Item(
        f"{one.company.name}, {_months(one.months)}",
        "/statements-due",
        f"attendu le {formats.short_day(one.due_on)}",
        label("due_state", one.state),
        "bad" if one.state is DueState.LATE else "watch",
    )


def _months(span: MonthSpan) -> str:
    first, last = formats.month(span.first.first_day), formats.month(span.last.first_day)
    return first if first == last else f"{first} à {last}"


async def _of_manager(context: Context) -> list[Task]:
    month = Month.of(add_months(context.today.replace(day=1), -1))
    signed = await timesheets_in_bulk.list_months(context, month, state=TimesheetState.SIGNED, after=None, limit=MOST)
    mine = await claims.list_claims(context, operation_id=None, state=None, after=None, limit=MOST)
    return [
        task(
            "Feuilles de temps à approuver",
            [
                Item(
                    f"{one.person_name or one.staff_number}, {formats.month(one.month.first_day)}",
                    f"/timesheets/{one.person_id}/{one.month}",
                    f"{formats.hours(one.hours_worked)} travaillées",
                )
                for one in signed
            ],
            "/timesheets/team",
            "Approuver",
        ),
        task("Bilans d’exécution en cours", [_claim(one) for one in mine if _waits(one)], "/claims", "Tous les bilans"),
    ]


_OURS_TO_MOVE = {
    ClaimState.CLARIFICATION,
    ClaimState.INTERIM_CONCLUSIONS,
    ClaimState.CONTRADICTORY,
    ClaimState.INADMISSIBLE,
}


def _waits(claim: Claim) -> bool:
    return claim.state.is_open or claim.state in _OURS_TO_MOVE


def _claim(claim: Claim) -> Item:
    amount = claim.figures.amount_requested if claim.figures else None
    return Item(
        f"Bilan n° {claim.number}, {_months(MonthSpan(claim.first_month, claim.last_month))}",
        f"/claims/{claim.id}",
        f"{formats.euros(amount)} demandés" if amount is not None else "montant à calculer",
        label("claim_state", claim.state),
    )


async def _of_company(context: Context) -> list[Task]:
    to_correct = await hours.list_statements(context, state=StatementState.CORRECTION_REQUESTED, limit=MOST)
    drafts = await hours.list_statements(context, state=StatementState.DRAFT, limit=MOST)
    expected = [due for due in await statements_due.list_dues_in_view(context) if not due.is_settled()][:MOST]
    return [
        task("Relevés à corriger", [_statement(one) for one in to_correct], "/hours-statements", "Tous mes relevés"),
        task(
            "Heures à déclarer",
            [_due(one) for one in expected],
            "/hours",
            "Saisir les heures",
        ),
        task("Brouillons à transmettre", [_statement(one) for one in drafts], "/hours", "Reprendre la saisie"),
    ]


async def _of_body(context: Context) -> list[Task]:
    received = await intermediate_body.list_claims(context, updated_since=None, after=0, limit=MOST)
    new = [one for one in received if one.state is ClaimState.SUBMITTED]
    running = [one for one in received if one.state in _THEIRS_TO_MOVE]
    to_settle = [one for one in received if one.state in (ClaimState.PAYABLE, ClaimState.RECOVERY_DUE)]
    return [
        task("Bilans reçus, à ouvrir", [_handed(one) for one in new], "/oi/claims", "Tous les bilans reçus"),
        task("Contrôles en cours", [_handed(one) for one in running], "/oi/claims", "Tous les bilans reçus"),
        task("À payer ou à recouvrer", [_handed(one) for one in to_settle], "/oi/payments", "Tous les paiements"),
    ]


_THEIRS_TO_MOVE = {
    ClaimState.IN_VERIFICATION,
    ClaimState.CLARIFICATION,
    ClaimState.INTERIM_CONCLUSIONS,
    ClaimState.CONTRADICTORY,
    ClaimState.FINAL_CONCLUSIONS,
    ClaimState.CORRECTED,
}


def _handed(claim: HandedClaim) -> Item:
    return Item(
        f"{claim.beneficiary_name}, bilan n° {claim.number}",
        f"/oi/claims/{claim.id}",
        f"{formats.euros(claim.amount_requested)} demandés, reçu le {formats.short_day(claim.submitted_at.date())}",
        label("claim_state", claim.state),
    )
