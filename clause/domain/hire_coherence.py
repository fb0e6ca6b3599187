"""What deserves a look in a hire that is allowed: mode, kind of contract and employer that rarely go together.

The company chooses its mode freely, and the directory may be behind: none of this forbids a hire.
"""

from clause.domain.findings import Finding, Severity
from clause.domain.hires import HireSetting, HireTerms
from clause.rules.codes import ContractType, HireMode, StructureKind
from clause.rules.eligibility import ground
from clause.rules.structures import RESERVED_LOTS_ARE_FOR, SIGNED_ONLY_BY, STAFF_SUPPLIERS, USUAL_CONTRACTS

_NO_SUPPLIERS = frozenset({StructureKind.ETT, StructureKind.NONE})


def coherence_findings(terms: HireTerms, setting: HireSetting) -> tuple[Finding, ...]:
    """One warning per thing that does not go together: supplier, contract, tutor, reserved lot, ground."""
    checks = (
        _supplier(terms, setting.employer_kind),
        _contract(terms, setting.employer_kind),
        _mission_of_the_holder(terms, setting.employer_kind),
        _tutor(terms),
        _reserved_lot(terms, setting),
        _ground(terms, setting),
    )
    return tuple(found for found in checks if found is not None)


def _supplier(terms: HireTerms, kind: StructureKind | None) -> Finding | None:
    if terms.mode is not HireMode.STAFF_SUPPLY or kind is None:
        return None
    if kind in _NO_SUPPLIERS:
        return _warning("HIR-050", "company_id")
    if kind not in STAFF_SUPPLIERS:
        return _warning("HIR-051", "company_id", kind=kind.value)
    return None


def _contract(terms: HireTerms, kind: StructureKind | None) -> Finding | None:
    if kind is None:
        return None
    usual = USUAL_CONTRACTS.get(kind)
    if usual is not None and terms.contract_type not in usual:
        expected = ", ".join(sorted(usual))
        return _warning("HIR-052", "contract_type", terms.contract_type, kind=kind.value, expected=expected)
    signers = SIGNED_ONLY_BY.get(terms.contract_type)
    if signers is not None and kind not in signers:
        return _warning("HIR-053", "contract_type", terms.contract_type, expected=", ".join(sorted(signers)))
    return None


def _mission_of_the_holder(terms: HireTerms, kind: StructureKind | None) -> Finding | None:
    """Told of an employer whose kind is unknown; of a known one, the contract says it already."""
    is_mission = terms.contract_type is ContractType.TEMPORARY
    if kind is not None or terms.mode is not HireMode.DIRECT_HIRE or not is_mission:
        return None
    return _warning("HIR-054", "contract_type", terms.contract_type)


def _tutor(terms: HireTerms) -> Finding | None:
    if terms.mode is not HireMode.DIRECT_HIRE or terms.tutor_name is not None:
        return None
    return _warning("HIR-055", "tutor_name")


def _reserved_lot(terms: HireTerms, setting: HireSetting) -> Finding | None:
    lot = setting.lot
    if lot is None or not lot.is_reserved or setting.employer_kind in RESERVED_LOTS_ARE_FOR:
        return None
    return _warning("HIR-056", "company_id")


def _ground(terms: HireTerms, setting: HireSetting) -> Finding | None:
    if setting.eligibility is None or setting.employer_kind is None:
        return None
    kinds = ground(setting.eligibility.ground).structure_kinds
    if not kinds or setting.employer_kind in kinds:
        return None
    return _warning("HIR-057", "company_id", kind=setting.employer_kind.value)


def _warning(code: str, field: str, raw: str | None = None, **values: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, field=field, raw=raw, values=values)
