"""Errors as ``application/problem+json`` (RFC 9457): a stable code, a French sentence, and what concerns each field."""

import json
from collections.abc import Iterable
from typing import Any

import structlog
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException

from clause.domain import errors
from clause.domain.errors import ClauseError
from clause.domain.findings import Finding
from clause.edge.request_context import AnyRequest
from clause.text.messages import sentence

log = structlog.get_logger(__name__)

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "2"

STATUS: dict[type[ClauseError], tuple[int, str]] = {
    errors.Unreadable: (400, "Demande illisible"),
    errors.Unauthenticated: (401, "Authentification nécessaire"),
    errors.Forbidden: (403, "Action non autorisée"),
    errors.NotFound: (404, "Introuvable"),
    errors.WrongState: (409, "Action impossible dans l'état actuel"),
    errors.StaleVersion: (412, "Version dépassée"),
    errors.TooLarge: (413, "Envoi trop volumineux"),
    errors.Refused: (422, "Demande refusée"),
    errors.TooMany: (429, "Trop de demandes"),
    errors.Unavailable: (503, "Service momentanément indisponible"),
}

# What Litestar itself refuses, by status.
FRAMEWORK_CODES = {400: "API-001", 404: "API-004", 405: "API-005", 413: "API-013", 415: "API-015"}

# How pydantic names what is wrong with a field.
FIELD_CODES = {
    "missing": "FLD-001",
    "extra_forbidden": "FLD-002",
    "string_pattern_mismatch": "FLD-003",
    "date_from_datetime_parsing": "FLD-004",
    "date_parsing": "FLD-004",
    "date_type": "FLD-004",
    "uuid_parsing": "FLD-005",
    "uuid_type": "FLD-005",
    "enum": "FLD-006",
    "literal_error": "FLD-006",
    "string_too_short": "FLD-007",
    "too_short": "FLD-007",
    "string_too_long": "FLD-008",
    "too_long": "FLD-008",
    "string_type": "FLD-009",
}
ANY_FIELD = "FLD-000"


def status_of(error: ClauseError) -> tuple[int, str]:
    """HTTP status and French title of an error."""
    return next(found for kind, found in STATUS.items() if isinstance(error, kind))


def _finding(finding: Finding) -> dict[str, Any]:
    values: dict[str, object] = {"field": finding.field, "raw": finding.raw, **finding.values}
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "field": finding.field,
        "raw": finding.raw,
        "detail": sentence(finding.code, values),
    }


def findings_as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings with their sentences, as the API shows them everywhere."""
    return [_finding(finding) for finding in findings]


def _problem(
    status: int,
    title: str,
    code: str,
    *,
    values: dict[str, object] | None = None,
    findings: Iterable[Finding] = (),
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    body = {
        "type": f"urn:clause:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": sentence(code, values),
        "findings": findings_as_json(findings),
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    return Response(content, status_code=status, media_type=PROBLEM_TYPE, headers=headers)


def waiting(error: errors.TooMany) -> dict[str, str]:
    """What an answer says of when to come again."""
    return {"retry-after": str(error.retry_seconds), "ratelimit": f'"burst";r=0;t={error.retry_seconds}'}


def clause_error_response(_: AnyRequest, error: ClauseError) -> Response[bytes]:
    """A refusal of the domain."""
    status, title = status_of(error)
    headers = {"retry-after": RETRY_AFTER_SECONDS} if status == 503 else None
    if isinstance(error, errors.TooMany):
        headers = waiting(error)
    if status == 401:
        headers = {"www-authenticate": "Bearer"}
    return _problem(status, title, error.code, values=error.values, findings=error.findings, headers=headers)


def _path(location: Iterable[object]) -> str:
    """``("lines", 2, "hours")`` → ``lines[2].hours``."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def _field_finding(error: dict[str, Any]) -> Finding:
    code = FIELD_CODES.get(str(error.get("type")), ANY_FIELD)
    given = error.get("input")
    raw = None if code == "FLD-001" or isinstance(given, dict | list) else str(given)[:200]
    context = {key: str(value)[:200] for key, value in (error.get("ctx") or {}).items()}
    return Finding(code=code, field=_path(error.get("loc", ())) or "body", raw=raw, values=context)


def _validation_findings(error: ValidationException) -> list[Finding]:
    details = getattr(error.__cause__, "errors", None)
    if isinstance(details, list):
        return [_field_finding(detail) for detail in details]
    extra = error.extra if isinstance(error.extra, list) else []
    return [Finding(code=ANY_FIELD, field=str(item.get("key", "body"))) for item in extra]


def http_exception_response(_: AnyRequest, error: HTTPException) -> Response[bytes]:
    """A refusal of the framework: unknown address, wrong method, unreadable body or field."""
    if isinstance(error, ValidationException):
        return _problem(400, "Demande illisible", "API-002", findings=_validation_findings(error))
    status = error.status_code if error.status_code in FRAMEWORK_CODES else 400
    if error.status_code >= 500:
        return unexpected_error_response(_, error)
    title = "Introuvable" if status == 404 else "Demande illisible"
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    code = FRAMEWORK_CODES[status]
    return _problem(status, title, code, headers=headers)


def unexpected_error_response(request: AnyRequest, error: Exception) -> Response[bytes]:
    """A fault of ours: logged with its trace, told without it."""
    log.error("unexpected_error", method=request.method, exc_info=error)
    return _problem(500, "Erreur interne", "API-500")
