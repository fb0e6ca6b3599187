"""What each kind of employer does: who supplies staff, by which contracts, and for whom lots are reserved."""

from collections.abc import Mapping
from types import MappingProxyType

from clause.rules.codes import ContractType, StructureKind

STAFF_SUPPLIERS = frozenset(
    {StructureKind.ETTI, StructureKind.AI, StructureKind.GEIQ, StructureKind.EATT, StructureKind.ETT}
)
"""Kinds that supply staff. Sure for ETTI, AI and GEIQ, probable for EATT; an ordinary agency (ETT) is an assumption:
it supplies eligible people where the contract admits it."""

USUAL_CONTRACTS: Mapping[StructureKind, frozenset[ContractType]] = MappingProxyType(
    {
        StructureKind.ETTI: frozenset({ContractType.TEMPORARY, ContractType.PERMANENT_I}),
        StructureKind.EATT: frozenset({ContractType.TEMPORARY, ContractType.FIXED_TERM_TREMPLIN}),
        StructureKind.ETT: frozenset({ContractType.TEMPORARY}),
        StructureKind.AI: frozenset({ContractType.FIXED_TERM_USAGE, ContractType.PERMANENT_I}),
        StructureKind.GEIQ: frozenset({ContractType.APPRENTICESHIP, ContractType.PROFESSIONAL_TRAINING}),
        StructureKind.EI: frozenset({ContractType.FIXED_TERM_I, ContractType.PERMANENT_I}),
        StructureKind.ACI: frozenset({ContractType.FIXED_TERM_I, ContractType.PERMANENT_I}),
    }
)
"""The contracts by which a kind of structure takes on people; a kind left out uses several.

Sure: an ETTI signs missions, not CDDI; an AI supplies by CDD d'usage; a GEIQ trains by alternance; EI and ACI sign
CDDI; the CDI inclusion is for insertion structures only. Probable: the CDD tremplin of an EATT.
"""

_INSERTION = frozenset(
    {
        StructureKind.EI,
        StructureKind.ACI,
        StructureKind.AI,
        StructureKind.ETTI,
        StructureKind.EITI,
        StructureKind.RQ,
    }
)
_ADAPTED = frozenset({StructureKind.EA, StructureKind.EATT})
_AGENCIES = frozenset({StructureKind.ETTI, StructureKind.EATT, StructureKind.ETT})

SIGNED_ONLY_BY: Mapping[ContractType, frozenset[StructureKind]] = MappingProxyType(
    {
        ContractType.FIXED_TERM_I: _INSERTION,
        ContractType.PERMANENT_I: _INSERTION,
        ContractType.FIXED_TERM_TREMPLIN: _ADAPTED,
        ContractType.TEMPORARY: _AGENCIES,
    }
)
"""Contracts that only some kinds of employer may sign; a régie de quartier may be an insertion structure too."""

RESERVED_LOTS_ARE_FOR = _INSERTION | _ADAPTED | {StructureKind.ESAT, StructureKind.SEP}
"""Who may hold a reserved lot. Source: Code de la commande publique, L2113-12, L2113-13 and L2113-13-1."""
