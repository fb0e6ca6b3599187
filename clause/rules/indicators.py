"""The common ESF+ indicators of one operation: who is counted in which, whose data are complete, what is exposed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clause.rules.calendar import add_months, days_after
from clause.rules.errors import Reason, RuleError
from clause.rules.indicator_codes import Answer, Attainment, EntityKind, Gender, IndicatorCode, LabourStatus
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Rounding, Unit, ratio_4dp
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

ADULT, YOUNG_UNTIL, SENIOR_FROM, SHORTER_BELOW = 18, 29, 55, 25
"""Ages of the regulation's groups, and the age below which long-term unemployment may have its own threshold."""
REDUCED_OBJECTIVE = "L"
"""Specific objective under which, of the first group, only the total and the ages are due."""

_GATE = LegalReference(
    text="Département de Seine-et-Marne, ressources sur le FSE+",
    link="https://www.seine-et-marne.fr/fr/les-ressources-sur-le-fse",
)
_INCOMPLETE = Formula(
    "IND-INCOMPLETE",
    "incomplete_share = incomplete ÷ participants",
    Unit.RATIO,
    reference=_GATE,
    confidence=Confidence.SURE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the indicators need of one participant; None where no answer was recorded."""

    gender: Gender
    age: int
    labour_status: LabourStatus | None = None
    long_term: bool = False
    attainment: Attainment | None = None
    disability: Answer | None = None
    third_country: Answer | None = None
    foreign_background: Answer | None = None
    minority: Answer | None = None
    homeless: Answer | None = None
    rural: Answer | None = None
    job_search_on_exit: Answer | None = None
    training_on_exit: Answer | None = None
    qualification_on_exit: Answer | None = None
    employment_on_exit: Answer | None = None
    employment_after: Answer | None = None
    improvement_after: Answer | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: how many, and for people how many of each gender; ``total`` is their sum."""

    code: IndicatorCode
    total: int
    by_gender: Mapping[Gender, int] | None


def _yes(name: str) -> Callable[[Counted], bool]:
    return lambda person: getattr(person, name) is Answer.YES


_OF_THE_WORK = {
    IndicatorCode.EECO02: lambda person: person.labour_status is LabourStatus.UNEMPLOYED,
    IndicatorCode.EECO03: lambda person: person.labour_status is LabourStatus.UNEMPLOYED and person.long_term,
    IndicatorCode.EECO04: lambda person: person.labour_status is LabourStatus.INACTIVE,
    IndicatorCode.EECO05: lambda person: person.labour_status is LabourStatus.EMPLOYED,
}
_OF_THE_AGE = {
    IndicatorCode.EECO06: lambda person: person.age < ADULT,
    IndicatorCode.EECO07: lambda person: ADULT <= person.age <= YOUNG_UNTIL,
    IndicatorCode.EECO08: lambda person: person.age >= SENIOR_FROM,
}
_OF_EDUCATION = {
    IndicatorCode.EECO09: lambda person: person.attainment is Attainment.ISCED_0_2,
    IndicatorCode.EECO10: lambda person: person.attainment is Attainment.ISCED_3_4,
    IndicatorCode.EECO11: lambda person: person.attainment is Attainment.ISCED_5_8,
}
_OTHER: dict[IndicatorCode, Callable[[Counted], bool]] = {
    IndicatorCode.EECO12: _yes("disability"),
    IndicatorCode.EECO13: _yes("third_country"),
    IndicatorCode.EECO14: _yes("foreign_background"),
    IndicatorCode.EECO15: _yes("minority"),
    IndicatorCode.EECO16: _yes("homeless"),
    IndicatorCode.EECO17: _yes("rural"),
    IndicatorCode.EECR01: lambda person: (
        person.labour_status is LabourStatus.INACTIVE and person.job_search_on_exit is Answer.YES
    ),
    IndicatorCode.EECR02: _yes("training_on_exit"),
    IndicatorCode.EECR03: _yes("qualification_on_exit"),
    IndicatorCode.EECR04: _yes("employment_on_exit"),
    IndicatorCode.EECR05: _yes("employment_after"),
    IndicatorCode.EECR06: _yes("improvement_after"),
}
_ENTITIES = {
    IndicatorCode.EECO18: EntityKind.PUBLIC_SERVICE,
    IndicatorCode.EECO19: EntityKind.SMALL_ENTERPRISE,
}


def is_reduced(specific_objective: str) -> bool:
    """True under specific objective L, where only the total and the ages of the first group are due.

    Source: regulation (EU) 2021/1057, Annex I.
    """
    return specific_objective.strip().upper().removeprefix("OS").strip() == REDUCED_OBJECTIVE


def indicators_of_people(people: Iterable[Counted], *, reduced: bool) -> tuple[Indicator, ...]:
    """EECO01 to EECO17 and EECR01 to EECR06, in order; under the reduced list without EECO02 to 05 and 09 to 11.

    EECO01 is computed: the people whose situation on the labour market is known, so that EECO02, 04 and 05 add up to
    it; under the reduced list, where it is not asked, everyone.
    Source: regulation (EU) 2021/1057, Annex I. EECR01 is for people inactive on entry (probable).
    Interpretation: the other results count whoever they hold for, whatever the situation on entry.
    """
    counted = [person for person in people if reduced or is_counted(person.labour_status)]
    first = {IndicatorCode.EECO01: lambda person: True} | ({} if reduced else _OF_THE_WORK) | _OF_THE_AGE
    tests = first | ({} if reduced else _OF_EDUCATION) | _OTHER
    return tuple(_indicator(code, [person for person in counted if holds(person)]) for code, holds in tests.items())


def is_counted(status: LabourStatus | None) -> bool:
    """True when the situation on the labour market is known: without it a person enters no total."""
    return status is not None and status.is_known


def _indicator(code: IndicatorCode, people: list[Counted]) -> Indicator:
    by_gender = {gender: sum(1 for person in people if person.gender is gender) for gender in Gender}
    return Indicator(code, len(people), by_gender)


def indicators_of_entities(kinds: Iterable[EntityKind]) -> tuple[Indicator, ...]:
    """EECO18 and EECO19: the structures supported, each counted once by the caller.

    Source: regulation (EU) 2021/1057, Annex I.
    """
    found = list(kinds)
    return tuple(Indicator(code, found.count(kind), None) for code, kind in _ENTITIES.items())


def inconsistencies(totals: Mapping[IndicatorCode, int], education_not_given: int) -> tuple[str, ...]:
    """The consistency rules that totals break, each as it is written; empty when they agree.

    EECO03 within EECO02; EECO02 + 04 + 05 = EECO01; EECO09 + 10 + 11 and those without a known level = EECO01;
    EECR01 within EECO04. A rule about an indicator that is not due is not looked at.
    Source: regulation (EU) 2021/1057, Annex I; EECR01 probable.
    """
    count = {code.value: total for code, total in totals.items()}
    broken = []
    if "EECO02" in count:
        if count["EECO03"] > count["EECO02"]:
            broken.append("EECO03 ≤ EECO02")
        if count["EECO02"] + count["EECO04"] + count["EECO05"] != count["EECO01"]:
            broken.append("EECO02 + EECO04 + EECO05 = EECO01")
        if count["EECR01"] > count["EECO04"]:
            broken.append("EECR01 ≤ EECO04")
        if count["EECO09"] + count["EECO10"] + count["EECO11"] + education_not_given != count["EECO01"]:
            broken.append("EECO09 + EECO10 + EECO11 = EECO01")
    return tuple(broken)


def is_long_term(unemployed_since: date, entry_on: date, age: int) -> bool:
    """True when the unemployment had lasted more than the threshold's months without interruption on entry.

    Source: regulation (EU) 2021/1057, Annex I: more than twelve months.
    Assumption: the same threshold below 25 (``long_term_unemployed_months_under_25``).
    """
    name = "long_term_unemployed_months_under_25" if age < SHORTER_BELOW else "long_term_unemployed_months"
    return entry_on > add_months(unemployed_since, value_in_force(name, entry_on).whole(Unit.MONTH))


def incomplete_share(incomplete: int, participants: int) -> Figure | None:
    """Participants with incomplete data ÷ participants, to 0.0001 to show; None without participants.

    ``exposes`` judges the exact share. Raises RuleError for counts below zero, or more incomplete than there are.
    Source: Seine-et-Marne, resources on the FSE+.
    """
    if not 0 <= incomplete <= participants:
        raise RuleError(Reason.OUT_OF_RANGE, input="incomplete", value=str(incomplete))
    if not participants:
        return None
    return _INCOMPLETE.figure(
        ratio_4dp(Fraction(incomplete, participants)),
        {"incomplete": incomplete, "participants": participants},
        rounding=Rounding.RATIO_4DP,
    )


def exposes(incomplete: int, participants: int, on: date) -> bool:
    """True when more than the threshold's share of participants is incomplete; exactly at the threshold it is not.

    Source: Seine-et-Marne, resources on the FSE+: more than 35 % exposes to a financial adjustment at the final claim.
    """
    threshold = value_in_force("participants_incomplete_threshold", on).decimal(Unit.RATE)
    return bool(participants) and Fraction(incomplete, participants) > Fraction(threshold)


def exit_situation_until(exit_on: date) -> date:
    """The last day on which the situation on exit may be looked at: four weeks after leaving (probable)."""
    return days_after(exit_on, value_in_force("exit_situation_days", exit_on).whole(Unit.DAY))


def exit_entry_due_on(exit_on: date) -> date:
    """The last day to enter the situation on exit: a month after leaving (probable; the platform blocks beyond)."""
    return add_months(exit_on, value_in_force("exit_entry_months", exit_on).whole(Unit.MONTH))


def follow_up_due_on(exit_on: date) -> date:
    """The day from which the long-term result is looked at: six months after leaving.

    Source: regulation (EU) 2021/1057, Annex I.
    """
    return add_months(exit_on, value_in_force("follow_up_months", exit_on).whole(Unit.MONTH))
