"""Who may enter: organisations, people, memberships, sessions, machine clients and their tokens."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c


class Organisation(Table):
    """A facilitator organisation, buyer, company or intermediate body; a public directory, shared by all."""

    id = c.primary_key()
    kind = c.code(index=True)
    name = c.text()
    identifier_kind = c.code()
    identifier = c.text(length=40, index=True)
    created_by_org_id = c.uuid(null=True)
    created_at = c.instant()
    version = c.integer()
    structure_kind = c.code(null=True)
    company_size = c.code(null=True)
    buyer_kind = c.code(null=True)
    region_code = c.code(null=True, index=True)

    organisation_unique_kind_identifier = Unique(["kind", "identifier_kind", "identifier"])


class AppUser(Table):
    """A person who signs in."""

    id = c.primary_key()
    email = c.text(length=254)
    full_name = c.text(length=200)
    password_hash = c.text()
    created_at = c.instant()
    disabled_at = c.instant(null=True)


class Membership(Table):
    """A person's role in an organisation."""

    id = c.primary_key()
    user_id = c.reference(AppUser)
    org_id = c.reference(Organisation)
    role = c.code()
    created_at = c.instant()
    ended_at = c.instant(null=True)

    membership_unique_user_org_role = Unique(["user_id", "org_id", "role"])


class WebSession(Table):
    """A signed-in browser; only the hash of its cookie is kept."""

    id = c.primary_key()
    token_hash = c.text(length=64)
    csrf_token = c.text(length=64)
    user_id = c.reference(AppUser)
    membership_id = c.reference(Membership)
    created_at = c.instant()
    expires_at = c.instant()
    seen_at = c.instant(null=True)

    web_session_unique_token_hash = Unique(["token_hash"])


class ApiClient(Table):
    """A program of one organisation; only the hash of its secret is kept."""

    id = c.primary_key()
    org_id = c.reference(Organisation)
    name = c.text(length=200)
    secret_hash = c.text()
    scopes = c.texts()
    created_at = c.instant()
    revoked_at = c.instant(null=True)
    last_used_at = c.instant(null=True)


class AccessToken(Table):
    """A bearer token given to a client; only its hash is kept."""

    id = c.primary_key()
    token_hash = c.text(length=64)
    client_id = c.reference(ApiClient)
    scopes = c.texts()
    created_at = c.instant()
    expires_at = c.instant()

    access_token_unique_token_hash = Unique(["token_hash"])


class SecondFactor(Table):
    """The key that a person's telephone makes codes from; without ``confirmed_at`` it is not asked for yet."""

    id = c.primary_key()
    user_id = c.reference(AppUser)
    secret = c.text(length=200)
    last_step = c.integer()
    created_at = c.instant()
    confirmed_at = c.instant(null=True)

    second_factor_unique_user = Unique(["user_id"])


class RecoveryCode(Table):
    """A code that replaces the telephone, once; only its hash is kept."""

    id = c.primary_key()
    user_id = c.reference(AppUser)
    code_hash = c.text(length=64)
    created_at = c.instant()
    used_at = c.instant(null=True)

    recovery_code_unique_user_hash = Unique(["user_id", "code_hash"])


class SignInStep(Table):
    """Somebody who has shown a password or a link, and not yet a code; only the hash of its cookie is kept."""

    id = c.primary_key()
    token_hash = c.text(length=64)
    user_id = c.reference(AppUser)
    membership_id = c.reference(Membership)
    created_at = c.instant()
    expires_at = c.instant()

    sign_in_step_unique_token_hash = Unique(["token_hash"])
