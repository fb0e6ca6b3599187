"""Who acts, for which organisation, and what it may do.

Scopes are the rights of the public API; a machine client holds the ones it was given, a person those of its role.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class OrgKind(StrEnum):
    """What an organisation is in Clause."""

    FACILITATOR_ORG = "facilitator_org"
    BUYER = "buyer"
    COMPANY = "company"
    INTERMEDIATE_BODY = "intermediate_body"


class Scope(StrEnum):
    """A right. The first block is public (``api.md``); the second is held by people only."""

    CONTRACTS_READ = "contracts:read"
    CONTRACTS_WRITE = "contracts:write"
    HOURS_DECLARE = "hours:declare"
    HOURS_VALIDATE = "hours:validate"
    CERTIFICATES_READ = "certificates:read"
    TIME_WRITE = "time:write"
    CLAIMS_READ = "claims:read"
    CLAIMS_WRITE = "claims:write"
    OI_READ = "oi:read"
    OI_VERIFY = "oi:verify"
    STATS_READ = "stats:read"

    TIME_APPROVE = "time:approve"
    CLAIMS_SIGN = "claims:sign"


PEOPLE_ONLY = frozenset({Scope.TIME_APPROVE, Scope.CLAIMS_SIGN})


class Role(StrEnum):
    """What a person does in an organisation."""

    FACILITATOR = "facilitator"
    MANAGER = "manager"
    BUYER_AGENT = "buyer_agent"
    COMPANY_AGENT = "company_agent"
    OI_OFFICER = "oi_officer"


_FACILITATOR_SCOPES = frozenset(
    {
        Scope.CONTRACTS_READ,
        Scope.CONTRACTS_WRITE,
        Scope.HOURS_DECLARE,
        Scope.HOURS_VALIDATE,
        Scope.CERTIFICATES_READ,
        Scope.TIME_WRITE,
        Scope.CLAIMS_READ,
        Scope.STATS_READ,
    }
)

ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.FACILITATOR: _FACILITATOR_SCOPES,
    Role.MANAGER: _FACILITATOR_SCOPES | {Scope.CLAIMS_WRITE, Scope.TIME_APPROVE, Scope.CLAIMS_SIGN},
    Role.BUYER_AGENT: frozenset({Scope.CONTRACTS_READ, Scope.CERTIFICATES_READ, Scope.STATS_READ}),
    Role.COMPANY_AGENT: frozenset({Scope.CONTRACTS_READ, Scope.HOURS_DECLARE, Scope.CERTIFICATES_READ}),
    Role.OI_OFFICER: frozenset({Scope.OI_READ, Scope.OI_VERIFY}),
}

ROLE_ORG_KIND: dict[Role, OrgKind] = {
    Role.FACILITATOR: OrgKind.FACILITATOR_ORG,
    Role.MANAGER: OrgKind.FACILITATOR_ORG,
    Role.BUYER_AGENT: OrgKind.BUYER,
    Role.COMPANY_AGENT: OrgKind.COMPANY,
    Role.OI_OFFICER: OrgKind.INTERMEDIATE_BODY,
}

# What the clients of an organisation may be given: never more than its people may do.
ORG_SCOPES: dict[OrgKind, frozenset[Scope]] = {
    kind: frozenset().union(*(ROLE_SCOPES[role] for role, of in ROLE_ORG_KIND.items() if of is kind)) - PEOPLE_ONLY
    for kind in OrgKind
}


class ActorKind(StrEnum):
    """What stands behind an action."""

    USER = "user"
    CLIENT = "client"
    WORKER = "worker"
    OPERATOR = "operator"
    ANONYMOUS = "anonymous"


@dataclass(slots=True, eq=False)
class Proof:
    """A bearer token that a process knew: whether it still holds is asked with the first thing done in its name."""

    token_hash: str
    is_given: bool = False


class Actor(BaseModel):
    """Whoever acts, in the name of at most one organisation."""

    model_config = ConfigDict(frozen=True)

    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    org_id: UUID | None = None
    org_kind: OrgKind | None = None
    role: Role | None = None
    scopes: frozenset[Scope] = frozenset()
    system: bool = False
    """True only for signing in, the operator's commands and the picking of jobs."""
    proof: Proof | None = Field(default=None, exclude=True, repr=False)
    """What is still to be shown before anything is done or told; None for who was just looked up."""

    @property
    def caller(self) -> str:
        """The name under which idempotency keys are kept."""
        return f"{self.kind}:{self.id or '-'}:{self.org_id or '-'}"

    def may(self, scope: Scope) -> bool:
        """Whether the actor holds this right."""
        return scope in self.scopes
