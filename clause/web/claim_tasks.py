"""A claim as a list of tasks, in the order of the work: what is done, what is to do, what waits for something else."""

from dataclasses import dataclass
from enum import StrEnum

from clause.domain.claim_narrative import ClaimNarrative
from clause.domain.claims import Claim, ClaimState
from clause.domain.findings import Severity
from clause.text import formats
from clause.text.formats import moment
from clause.web.page import plural


class TaskState(StrEnum):
    """Where a task stands."""

    DONE = "done"
    TO_DO = "to_do"
    BLOCKED = "blocked"
    RUNNING = "running"
    LATER = "later"
    OPTIONAL = "optional"
    SKIPPED = "skipped"


NAMES = {
    TaskState.DONE: ("Fait", "good"),
    TaskState.TO_DO: ("À faire", "watch"),
    TaskState.BLOCKED: ("À corriger", "bad"),
    TaskState.RUNNING: ("En cours", "watch"),
    TaskState.LATER: ("Pas encore possible", "neutral"),
    TaskState.OPTIONAL: ("À compléter", "neutral"),
    TaskState.SKIPPED: ("Non renseigné", "neutral"),
}
"""How each state is written, and its tone."""


@dataclass(frozen=True)
class Task:
    """One task: its name, where it is done, how it stands and what is to be known of it."""

    name: str
    state: TaskState
    text: str
    path: str | None = None

    @property
    def badge(self) -> tuple[str, str]:
        """The words and the tone of its state."""
        return NAMES[self.state]


_BEFORE_SIGNATURE = (ClaimState.DRAFT, ClaimState.COMPUTED)
_PARTS = len(ClaimNarrative.model_fields)


def tasks_of(claim: Claim, *, is_computing: bool, may_sign: bool) -> tuple[Task, ...]:
    """The tasks of a claim from its computation to its filing; none for one that was withdrawn."""
    if claim.state is ClaimState.WITHDRAWN:
        return ()
    return (
        _compute(claim, is_computing=is_computing),
        _tell(claim),
        _sign(claim, may_sign=may_sign),
        _submit(claim),
        _file(claim),
        _follow(claim),
    )


def _compute(claim: Claim, *, is_computing: bool) -> Task:
    name = "Rassembler et calculer"
    blocking = sum(1 for finding in claim.findings if finding.severity is Severity.BLOCKING)
    if is_computing:
        return Task(name, TaskState.RUNNING, "Clause relit le temps approuvé, la paie et les lettres de mission.")
    if claim.state is not ClaimState.DRAFT:
        return Task(name, TaskState.DONE, _looked_at(claim), "#amounts" if claim.figures else None)
    if blocking:
        told = f"{plural(blocking, 'point')} à régler avant le calcul."
        return Task(name, TaskState.BLOCKED, told, "#missing")
    return Task(name, TaskState.TO_DO, "Relancez le calcul : il n’a pas abouti.", "#recompute")


def _looked_at(claim: Claim) -> str:
    warned = sum(1 for finding in claim.findings if finding.severity is Severity.WARNING)
    amount = f"Montant demandé : {formats.euros(claim.figures.amount_requested)}." if claim.figures else ""
    return f"{amount} {plural(warned, 'point')} à vérifier.".strip() if warned else amount


def _tell(claim: Claim) -> Task:
    path, told = f"/claims/{claim.id}/narrative", _told_count(claim)
    text = f"{told} rubriques sur {_PARTS} rédigées." if told else "Actions réalisées, publicité, difficultés."
    if claim.state not in _BEFORE_SIGNATURE:
        return Task("Raconter ce qui a été fait", TaskState.DONE if told else TaskState.SKIPPED, text, path)
    state = TaskState.DONE if told == _PARTS else TaskState.OPTIONAL if told else TaskState.TO_DO
    return Task("Raconter ce qui a été fait", state, text, path)


def _told_count(claim: Claim) -> int:
    return sum(1 for _, value in claim.narrative if value) if claim.narrative else 0


def _sign(claim: Claim, *, may_sign: bool) -> Task:
    if claim.signed_at is not None:
        return Task("Signer", TaskState.DONE, f"Signé le {moment(claim.signed_at)}.")
    if claim.state is ClaimState.COMPUTED:
        text = "Par une personne qui engage l’organisme, après relecture."
        return Task("Signer", TaskState.TO_DO, text, f"/claims/{claim.id}/sign" if may_sign else None)
    return Task("Signer", TaskState.LATER, "Une fois le bilan calculé.")


def _submit(claim: Claim) -> Task:
    name = "Transmettre à l’organisme intermédiaire"
    if claim.submitted_at is not None:
        return Task(name, TaskState.DONE, f"Transmis le {moment(claim.submitted_at)}.")
    if claim.state is ClaimState.SIGNED:
        return Task(name, TaskState.TO_DO, "Le bilan est alors figé, imprimé et remis avec ses pièces.", "#submit")
    return Task(name, TaskState.LATER, "Une fois le bilan signé.")


def _file(claim: Claim) -> Task:
    name = "Déposer dans Ma démarche FSE+"
    if claim.filed_as is not None:
        text = f"Déposé le {formats.day(claim.filed_as.filed_on)} sous le numéro {claim.filed_as.number}."
        return Task(name, TaskState.DONE, text, "#filing")
    if claim.state in (ClaimState.SIGNED, ClaimState.SUBMITTED):
        return Task(name, TaskState.TO_DO, "Recopiez le classeur de saisie, puis notez le numéro du dépôt.", "#filing")
    if claim.state in _BEFORE_SIGNATURE:
        return Task(name, TaskState.LATER, "Une fois le bilan signé.")
    return Task(name, TaskState.SKIPPED, "Le numéro du dépôt n’a pas été noté.")


def _follow(claim: Claim) -> Task:
    name, path = "Suivre le contrôle et le paiement", f"/claims/{claim.id}/verification"
    if claim.submitted_at is None:
        return Task(name, TaskState.LATER, "Après la transmission.")
    is_over = claim.state in (ClaimState.PAID, ClaimState.RECOVERED, ClaimState.CORRECTED)
    if claim.state in (ClaimState.CLARIFICATION, ClaimState.CONTRADICTORY):
        return Task(
            name, TaskState.TO_DO, "L’organisme intermédiaire attend votre réponse.", f"/claims/{claim.id}/messages"
        )
    if is_over:
        return Task(name, TaskState.DONE, "Le contrôle est terminé.", path)
    return Task(name, TaskState.RUNNING, "Chez l’organisme intermédiaire.", path)
