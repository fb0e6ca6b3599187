"""Every code that is shown has a French label."""

from enum import StrEnum

import pytest

from clause.domain import contracts, decp, holder_positions
from clause.domain.actors import ActorKind, OrgKind, Role, Scope
from clause.domain.amendments import AmendmentState
from clause.domain.assignments import AssignmentState
from clause.domain.certificate_register import CertificateState, Standing
from clause.domain.certificates import CertificateKind
from clause.domain.claim_document import ClaimKind
from clause.domain.claim_messages import MessageKind
from clause.domain.claim_narrative import ActionTold, ClaimNarrative, Facilitation
from clause.domain.claims import ClaimLineKind, ClaimState
from clause.domain.contracts import FollowUpState
from clause.domain.cost_items import CostFlag, CostItemKind
from clause.domain.eligibility import EligibilityState, ExpiryCause
from clause.domain.evidence import EvidenceKind
from clause.domain.hours_import import HoursRowStatus
from clause.domain.invoices import InvoiceKind
from clause.domain.mails import MailKind, MailState
from clause.domain.obligations import ObligationCause
from clause.domain.operations import OperationState
from clause.domain.participants import Sex
from clause.domain.payments import PaymentKind
from clause.domain.penalties import PenaltyStanding
from clause.domain.penalty_events import NoticeAbout
from clause.domain.penalty_proposals import DecisionOutcome
from clause.domain.people_lists import HireStanding
from clause.domain.pooling import PoolingState
from clause.domain.reliefs import ReliefGround, ReliefKind
from clause.domain.resources import ResourceKind
from clause.domain.site_visits import VisitSubject
from clause.domain.statements_due import DueState, ReminderState
from clause.domain.timesheets import AbsenceCategory, Activity, EntrySource, LinkedKind, TimesheetState
from clause.domain.tranches import TrancheKind
from clause.domain.verifications import DeductionReason, LineOutcome, VerificationScope, VerificationStage
from clause.domain.webhooks import DeliveryState, WebhookEvent
from clause.rules.alerts import AlertKind
from clause.rules.balance import BalanceOutcome
from clause.rules.checkpoints import CheckpointKind
from clause.rules.codes import (
    BuyerKind,
    Cadence,
    CompanySize,
    ContractType,
    Evidence,
    HireMode,
    HoursNature,
    ObligationUnit,
    Region,
    RegionCategory,
    ReminderLevel,
    Sector,
    StructureKind,
    TrainingRule,
)
from clause.rules.cofinancing import DueTerm
from clause.rules.compliance import ComplianceStatus
from clause.rules.cost_codes import ParticipantMode
from clause.rules.counting import NotCredited
from clause.rules.flat_rates import FlatRate
from clause.rules.holiday_zones import HolidayZone
from clause.rules.indicator_codes import Answer, Attainment, EntityKind, Gender, IndicatorCode, LabourStatus
from clause.rules.legal_basis import LegalBasis
from clause.rules.obligation import ObligationMethod
from clause.rules.outcomes import Outcome, OutcomePoint
from clause.rules.pay_elements import PayEligibility, PayPart
from clause.rules.penalty_terms import AppliedAt, CountedFrom, DayCount, PenaltyKind, ReferenceAmount
from clause.rules.profiles import (
    EducationBand,
    EducationLevel,
    RecruitmentChannel,
    ReferrerKind,
    TrainingMode,
    WorkSector,
)
from clause.rules.reference import Confidence
from clause.rules.rulebook import RULES
from clause.rules.social_condition import WaiverGround
from clause.rules.statistics import FundingSource
from clause.text.labels import LABELS, UnknownLabel, label

LABELLED: dict[str, type[StrEnum]] = {
    "activity": Activity,
    "absence_category": AbsenceCategory,
    "timesheet_state": TimesheetState,
    "entry_source": EntrySource,
    "linked_kind": LinkedKind,
    "sex": Sex,
    "operation_state": OperationState,
    "resource_kind": ResourceKind,
    "assignment_state": AssignmentState,
    "amendment_state": AmendmentState,
    "region_category": RegionCategory,
    "visit_subject": VisitSubject,
    "funding_source": FundingSource,
    "hire_mode": HireMode,
    "contract_type": ContractType,
    "certificate_kind": CertificateKind,
    "role": Role,
    "scope": Scope,
    "mail_kind": MailKind,
    "mail_state": MailState,
    "webhook_event": WebhookEvent,
    "delivery_state": DeliveryState,
    "reader_kind": ActorKind,
    "organisation_kind": OrgKind,
    "holder_role": contracts.HolderRole,
    "consortium_kind": decp.ConsortiumKind,
    "holder_standing": holder_positions.HolderStanding,
    "compliance_status": ComplianceStatus,
    "obligation_method": ObligationMethod,
    "obligation_unit": ObligationUnit,
    "tranche_kind": TrancheKind,
    "legal_basis": LegalBasis,
    "social_waiver_ground": WaiverGround,
    "invoice_kind": InvoiceKind,
    "relief_kind": ReliefKind,
    "relief_ground": ReliefGround,
    "obligation_cause": ObligationCause,
    "not_credited_reason": NotCredited,
    "pooling_state": PoolingState,
    "claim_kind": ClaimKind,
    "due_term": DueTerm,
    "claim_line_kind": ClaimLineKind,
    "claim_state": ClaimState,
    "flat_rate": FlatRate,
    "follow_up": FollowUpState,
    "certificate_state": CertificateState,
    "certificate_standing": Standing,
    "structure_kind": StructureKind,
    "company_size": CompanySize,
    "buyer_kind": BuyerKind,
    "region": Region,
    "hours_nature": HoursNature,
    "evidence": Evidence,
    "due_state": DueState,
    "reminder_level": ReminderLevel,
    "reminder_state": ReminderState,
    "education_level": EducationLevel,
    "education_band": EducationBand,
    "work_sector": WorkSector,
    "referrer_kind": ReferrerKind,
    "recruitment_channel": RecruitmentChannel,
    "training_mode": TrainingMode,
    "outcome": Outcome,
    "outcome_point": OutcomePoint,
    "eligibility_state": EligibilityState,
    "expiry_cause": ExpiryCause,
    "hire_standing": HireStanding,
    "person_sex": Sex,
    "hours_row_status": HoursRowStatus,
    "penalty_kind": PenaltyKind,
    "penalty_standing": PenaltyStanding,
    "penalty_decision": DecisionOutcome,
    "notice_about": NoticeAbout,
    "alert_kind": AlertKind,
    "checkpoint_kind": CheckpointKind,
    "balance_outcome": BalanceOutcome,
    "evidence_kind": EvidenceKind,
    "pay_part": PayPart,
    "pay_eligibility": PayEligibility,
    "holiday_zone": HolidayZone,
    "cost_item_kind": CostItemKind,
    "cost_flag": CostFlag,
    "answer": Answer,
    "gender": Gender,
    "labour_status": LabourStatus,
    "attainment": Attainment,
    "entity_kind": EntityKind,
    "participant_mode": ParticipantMode,
    "indicator": IndicatorCode,
    "verification_stage": VerificationStage,
    "verification_scope": VerificationScope,
    "line_outcome": LineOutcome,
    "deduction_reason": DeductionReason,
    "claim_message_kind": MessageKind,
    "payment_kind": PaymentKind,
    "sector": Sector,
    "cadence": Cadence,
    "training_rule": TrainingRule,
    "confidence": Confidence,
    "reference_amount": ReferenceAmount,
    "day_count": DayCount,
    "counted_from": CountedFrom,
    "applied_at": AppliedAt,
}


@pytest.mark.parametrize("kind", LABELLED)
def test_a_kind_of_code_and_its_labels_name_the_same_codes(kind: str) -> None:
    assert set(LABELS[kind]) == {code.value for code in LABELLED[kind]}


def test_every_rule_of_a_lot_is_named() -> None:
    assert set(LABELS["rule"]) == set(RULES)


def test_every_part_that_a_claim_tells_is_named() -> None:
    assert set(LABELS["facilitation"]) == set(Facilitation.model_fields)
    assert set(LABELS["action_part"]) == set(ActionTold.model_fields) - {"title"}
    assert set(LABELS["narrative_part"]) == set(ClaimNarrative.model_fields) - {"actions"}


def test_the_states_of_a_statement_are_those_of_the_reference() -> None:
    assert set(LABELS["statement_state"]) == {"DRAFT", "SUBMITTED", "VALIDATED", "REJECTED", "CORRECTION_REQUESTED"}


@pytest.mark.parametrize("kind", LABELS)
def test_labels_of_a_kind_are_all_different_and_start_with_a_capital(kind: str) -> None:
    texts = list(LABELS[kind].values())
    assert len(set(texts)) == len(texts)
    assert all(text[0].isupper() and text == text.strip() for text in texts)


def test_a_known_code_has_its_label() -> None:
    assert label("hire_mode", "DIRECT_HIRE") == "Embauche directe"
    assert label("role", Role.FACILITATOR) == "Facilitateur ou facilitatrice"


@pytest.mark.parametrize(("kind", "code"), [("hire_mode", "direct_hire"), ("hire_mode", ""), ("no_kind", "DRAFT")])
def test_an_unknown_code_is_an_error_not_a_blank(kind: str, code: str) -> None:
    with pytest.raises(UnknownLabel, match="no French label"):
        label(kind, code)
