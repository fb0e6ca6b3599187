"""Many hours statements declared in one call: as if they came one after another, and all of them stand, or none.

Each goes through the checks of a statement declared alone; what an earlier one of the same call declares stands for the
later ones. Findings name the statement and the line: ``statements[3].lines[12].hours_declared``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from clause.domain.accounts import OrgSummary
from clause.domain.actors import Actor
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.hours import CheckedStatement, DeclaredLine, HireWindow, HoursElsewhere, HoursStatement, blocking
from clause.domain.hours_drafts import Declarant, Declaration, Surroundings, judged, whose_hours
from clause.domain.hours_import_decisions import OpenStatement
from clause.rules.calendar import MonthSpan
from clause.rules.codes import Evidence


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement of the call as it was asked for."""

    company_id: UUID | None
    months: MonthSpan
    lines: tuple[DeclaredLine, ...]
    evidence: Evidence | None = None


def whole_span(asked: Sequence[Asked]) -> MonthSpan:
    """From the first month of all statements to the last."""
    return MonthSpan(min(one.months.first for one in asked), max(one.months.last for one in asked))


def companies_of(actor: Actor, asked: Iterable[Asked]) -> list[UUID | None]:
    """Whose hours each statement declares; None where nobody is named. Refused HRS-004 for another company's."""
    return [whose_hours(actor, one.company_id) for one in asked]


def declarations(
    asked: Sequence[Asked], company_ids: Sequence[UUID | None], known: Mapping[UUID, OrgSummary]
) -> list[Declaration]:
    """What is declared, each statement with its company. Refused HRS-050 naming all companies that are not known."""
    unknown = [
        Finding(code="HRS-051", field=f"statements[{index}].company_id", raw=str(company_id) if company_id else None)
        for index, company_id in enumerate(company_ids)
        if company_id is None or company_id not in known
    ]
    _refuse(unknown)
    return [
        Declaration(known[company_id], one.months, one.lines, evidence=one.evidence)
        for one, company_id in zip(asked, company_ids, strict=True)
        if company_id is not None
    ]


def drafts(
    declared: Sequence[Declaration],
    known: Surroundings,
    opened: Mapping[UUID, Sequence[OpenStatement]],
    declarant: Declarant,
) -> tuple[CheckedStatement, ...]:
    """A draft for each declaration, with its warnings.

    ``opened`` holds, by facilitator organisation, the statements of these companies that are not decided yet. Refused
    HRS-050 with every reason of every statement.
    """
    standing = _Standing(declared, known, opened)
    made: list[CheckedStatement] = []
    found: list[Finding] = []
    for index, declaration in enumerate(declared):
        findings, draft = judged(declaration, standing.around(index, declaration), declarant)
        if draft is not None and standing.is_open(draft):
            findings = (*findings, Finding(code="HRS-052", field="month", raw=str(declaration.months)))
        named = tuple(
            finding.model_copy(update={"field": f"statements[{index}].{finding.field}"}) for finding in findings
        )
        found += blocking(named)
        if draft is not None:
            standing.add(draft)
            made.append(CheckedStatement(statement=draft, findings=named))
    _refuse(found)
    return tuple(made)


def _refuse(findings: Sequence[Finding]) -> None:
    if findings:
        raise Refused("HRS-050", findings=tuple(findings), count=len(findings))


class _Standing:
    """What stands when the next statement of the call is judged."""

    def __init__(
        self, declared: Sequence[Declaration], known: Surroundings, opened: Mapping[UUID, Sequence[OpenStatement]]
    ) -> None:
        self._known = known
        self._elsewhere: defaultdict[UUID, list[HoursElsewhere]] = defaultdict(list)
        for one in known.elsewhere:
            self._elsewhere[one.participant_id].append(one)
        self._people = [_people(declaration, known.windows) for declaration in declared]
        named = Counter(person for people in self._people for person in people)
        self._shared = {person for person, statements in named.items() if statements > 1}
        self._opened = {
            (org_id, one.company_id, month)
            for org_id, some in opened.items()
            for one in some
            for month in one.months.months()
        }

    def around(self, index: int, declaration: Declaration) -> Surroundings:
        """What the declaration of this rank is judged by: of the hours that stand, its people's in its months."""
        days = declaration.months.period
        elsewhere = tuple(
            one
            for person in self._people[index] & self._elsewhere.keys()
            for one in self._elsewhere[person]
            if days.first_day <= one.first_day <= days.last_day
        )
        return replace(self._known, elsewhere=elsewhere)

    def is_open(self, draft: HoursStatement) -> bool:
        """Whether another statement of one of its months is open."""
        return any(
            (draft.facilitator_org_id, draft.company.id, month) in self._opened for month in draft.months.months()
        )

    def add(self, draft: HoursStatement) -> None:
        """A statement of the call that stands for those after it."""
        self._opened |= {(draft.facilitator_org_id, draft.company.id, month) for month in draft.months.months()}
        for line in draft.lines if self._shared else ():
            person = self._known.windows[line.hire_id].participant_id
            if person in self._shared:
                self._elsewhere[person].append(
                    HoursElsewhere(
                        hire_id=line.hire_id,
                        participant_id=person,
                        first_day=line.first_day,
                        last_day=line.last_day,
                        hours=line.hours_declared,
                        nature=line.nature,
                    )
                )


def _people(declaration: Declaration, windows: Mapping[UUID, HireWindow]) -> set[UUID]:
    hires = (windows.get(line.hire_id) for line in declaration.lines)
    return {hire.participant_id for hire in hires if hire}
