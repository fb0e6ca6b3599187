"""What holds only where people reach the service over https: cookies of this very host, and no way back to http.

The rest of the service names its cookies plainly; here they leave with the prefix ``__Host-``, which a browser takes
from nobody but this host, over https, for the whole of it. A cookie that comes back without the prefix is not ours.
"""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

OURS = "clause_"
PREFIX = "__Host-"
STRICT_TRANSPORT = {"strict-transport-security": "max-age=31536000; includeSubDomains"}


def received_cookies(header: str) -> str:
    """The cookie header as the rest of the service reads it: only those with the prefix are ours."""
    kept = []
    for part in header.split(";"):
        name = part.strip()
        if name.startswith(PREFIX + OURS):
            kept.append(name.removeprefix(PREFIX))
        elif name and not name.startswith(OURS):
            kept.append(name)
    return "; ".join(kept)


def sent_cookie(header: str) -> str:
    """A cookie as it leaves: with the prefix, and over https only."""
    if not header.startswith(OURS):
        return header
    secure = "" if "; secure" in header.lower() else "; Secure"
    return f"{PREFIX}{header}{secure}"


class HttpsOnly(ASGIMiddleware):
    """Renames cookies on the way in and out, and says that this host is reached over https only."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass on with our cookies under their plain names; answer with the names that browsers protect."""
        scope["headers"] = [
            (name, received_cookies(value.decode("latin-1")).encode("latin-1") if name == b"cookie" else value)
            for name, value in scope["headers"]
        ]

        async def send_bound(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, sent_cookie(value.decode("latin-1")).encode("latin-1") if name == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
                headers = MutableScopeHeaders.from_message(message)
                for name, value in STRICT_TRANSPORT.items():
                    headers.setdefault(name, value)
            await send(message)

        await next_app(scope, receive, send_bound)
