"""Which form of an answer the caller asks for."""

from clause.edge.request_context import AnyRequest


def prefers_json(request: AnyRequest) -> bool:
    """True for a program that asks for JSON and not for a page; a browser always asks for a page."""
    accepted = request.headers.get("accept", "").lower()
    return "json" in accepted and "text/html" not in accepted
