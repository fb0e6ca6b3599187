"""Registers everyone who plays, as the operator, and prints the credentials as JSON: one process instead of ten.

    CLAUSE_DATA_DIR=… python -m tests.scenarios.register < plan.json

Each line of the plan is what one ``clause org|user|client add`` would do; those commands have tests of their own.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime
from typing import Any

from clause.domain.actors import ROLE_ORG_KIND, OrgKind, Role, Scope
from clause.runtime import open_runtime
from clause.services import accounts
from clause.services.context import operator_context
from clause.settings import load_settings


async def register(plan: dict[str, Any]) -> dict[str, Any]:
    """Passwords by e-mail address, and client ids with their secrets by name."""
    operator = operator_context(datetime.now(UTC))
    made: dict[str, Any] = {"people": {}, "clients": {}}
    async with open_runtime(load_settings()):
        for kind, siret, name in plan["organisations"]:
            await accounts.register_organisation(operator, OrgKind(kind), name, siret)
        for email, name, siret, role in plan["people"]:
            kind = ROLE_ORG_KIND[Role(role)]
            _, password = await accounts.add_user(operator, kind, siret, email, name, Role(role), None)
            made["people"][email] = password
        for kind, siret, name, scopes in plan["clients"]:
            wanted = tuple(Scope(scope) for scope in scopes)
            client_id, secret = await accounts.add_client(operator, OrgKind(kind), siret, name, wanted)
            made["clients"][name] = [str(client_id), secret]
    return made


if __name__ == "__main__":
    json.dump(asyncio.run(register(json.load(sys.stdin))), sys.stdout)
