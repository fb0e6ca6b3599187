"""Months of time to print: a full one with long names, and one without an hour."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from clause.domain.certificates import Party
from clause.domain.employments import FAR_FUTURE
from clause.domain.timesheet_document import Reopening, TimesheetDocument, TimesheetMission
from clause.domain.timesheet_record import TimesheetRecord
from clause.domain.timesheets import AbsenceCategory, Activity, TimeAbsence, TimeEntry, Timesheet, TimesheetState
from clause.rules.calendar import Month, Period
from clause.rules.cost_codes import CostMethod
from clause.rules.work_pattern import WorkPattern

OPERATION = UUID(int=7)
MAY = Month(2026, 5)
LONG = "Syndicat mixte pour l’emploi, l’insertion et la formation du Grand Pays de Brisemer, " * 5
PATTERN = WorkPattern(employed=Period(date(2025, 9, 1), FAR_FUTURE), weekly_hours=Decimal("35.00"))


def _sheet(**changes: object) -> Timesheet:
    at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    sheet = Timesheet(
        id=UUID(int=1),
        facilitator_org_id=UUID(int=2),
        employment_id=UUID(int=3),
        person_id=UUID(int=4),
        month=MAY,
        state=TimesheetState.APPROVED,
        content_hash="b7e2" * 16,
        signed_by=UUID(int=4),
        signed_at=at,
        approved_by=UUID(int=5),
        approved_at=at,
        reopened_reason=None,
        created_at=at,
        version=3,
    )
    return sheet.model_copy(update=changes)


def _entries() -> tuple[TimeEntry, ...]:
    made = []
    for rank, day in enumerate(PATTERN.working_days(MAY)[:-2]):
        made.append(
            TimeEntry(
                day=day,
                operation_id=OPERATION,
                activity=list(Activity)[rank % 12],
                minutes=210 + 3 * rank,
                description="Réunion de lancement du lot 2 avec l’acheteur, l’entreprise et la mission locale"
                if rank % 3 == 0
                else "Suivi des heures",
                place="Saint-Brieuc-de-Mauron-lès-Brisemer" if rank % 4 == 0 else "Brisemer",
                start_minute=540 if rank == 0 else None,
                end_minute=750 if rank == 0 else None,
                is_travel=rank % 5 == 0,
                entered_on=date(2026, 6, 1),
            )
        )
        made.append(TimeEntry(day=day, operation_id=None, activity=Activity.INTERNAL, minutes=180))
    return tuple(made)


def _absences() -> tuple[TimeAbsence, ...]:
    off = [TimeAbsence(day=day, category=AbsenceCategory.PUBLIC_HOLIDAY, minutes=420) for day in PATTERN.holidays(MAY)]
    sick = [TimeAbsence(day=day, category=AbsenceCategory.SICK, minutes=420) for day in PATTERN.working_days(MAY)[-2:]]
    return (*off, *sick)


def _document(record: TimesheetRecord, **changes: object) -> TimesheetDocument:
    document = TimesheetDocument(
        employer=Party(name="Maison de l’emploi du Pays de Brisemer", identifier="99000001200017"),
        person_name="Maëlle-Gwendoline Le Quéméner de Kersaint-Trévarez",
        function="Facilitatrice de la clause sociale, référente des marchés de rénovation urbaine",
        working_time_share=Decimal("0.8000"),
        weekly_hours=Decimal("28.00"),
        manager_name="Hélène Kervœn",
        missions=(
            TimesheetMission(
                operation_id=OPERATION,
                number="202500123",
                title="Animation et développement de la clause sociale d’insertion sur le Pays de Brisemer 2026-2027",
                programme_cci="2021FR05SFPR001",
                method=CostMethod.M2,
                time_share=None,
                first_day=date(2026, 1, 1),
                last_day=date(2027, 6, 30),
            ),
        ),
        record=record,
        reopenings=(Reopening(on=date(2026, 6, 1), reason="Le 12 mai était un congé, et non un jour travaillé"),),
        signed_on=date(2026, 6, 2),
        approved_on=date(2026, 6, 4),
    )
    return document.model_copy(update=changes)


def a_full_month(**changes: object) -> TimesheetDocument:
    """Every working day told, public holidays, two days off, long names, one reopening."""
    sheet = _sheet(difference_reason="Deux heures récupérées sur avril", late_reason="Arrêt de travail")
    record = TimesheetRecord.of(
        sheet, _entries(), _absences(), staff_number="F-001", theoretical_hours=PATTERN.theoretical_hours(MAY)
    )
    return _document(record, **changes)


def an_empty_month() -> TimesheetDocument:
    """A month without an hour, as the person expressly said."""
    record = TimesheetRecord.of(
        _sheet(nothing_worked=True), (), (), staff_number="F-001", theoretical_hours=Decimal("147.00")
    )
    return _document(record, missions=(), reopenings=())


def a_long_month() -> TimesheetDocument:
    """Four entries a day with the longest texts, six missions, long names and explanations."""
    entries = []
    for entry in _entries():
        funding = None if entry.operation_id else "Agence nationale, fonds social européen d’une autre opération"
        entries.append(entry.model_copy(update={"description": LONG[:280], "other_funding": funding}))
        entries.append(entry.model_copy(update={"operation_id": OPERATION, "minutes": 60}))
    sheet = _sheet(difference_reason=LONG * 12, late_reason=LONG)
    record = TimesheetRecord.of(
        sheet, tuple(entries), _absences(), staff_number="F-" + "0" * 24, theoretical_hours=Decimal("147.00")
    )
    document = _document(record, person_name=LONG, function=LONG, manager_name=LONG)
    mission = document.missions[0].model_copy(update={"title": LONG})
    employer = Party(name=LONG, identifier="99000001200017")
    reopenings = tuple(Reopening(on=date(2026, 6, day), reason=LONG) for day in range(1, 9))
    changes = {"employer": employer, "missions": (mission,) * 6, "reopenings": reopenings}
    return document.model_copy(update=changes)
