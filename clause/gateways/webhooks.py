"""Sends a signed message to an address that a user gave, and to no machine of the house.

The name is resolved here, every address it leads to is checked, and the connection goes to the address that was
checked: a name cannot lead elsewhere in between. Redirections are not followed, and the answer's body is not read.
"""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from clause.domain.webhooks import Told

LONGEST_SECONDS = 5.0
NAME_SECONDS = 3.0

# The standard library calls public what only carries a private address inside, or what no network routes.
_UNICAST = ipaddress.IPv6Network("2000::/3")
_V6_BOOKS = ipaddress.IPv6Network("3fff::/20")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")
_V4_INFRASTRUCTURE = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("192.88.99.0/24"))


class AddressRefused(Exception):
    """An address that no message goes to; ``problem`` says why: NOT_HTTPS, PRIVATE_ADDRESS or UNKNOWN_HOST."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Messenger:
    """Posts messages; only tests and a machine without network let it reach private addresses."""

    def __init__(self) -> None:
        self._private = False

    def open(self, *, private_addresses: bool) -> None:
        """From now on: whether private addresses, and plain http, may be reached."""
        self._private = private_addresses

    @contextlib.contextmanager
    def reaching_private_addresses(self) -> Iterator[None]:
        """Inside the block, private addresses and plain http may be reached."""
        before, self._private = self._private, True
        try:
            yield
        finally:
            self._private = before

    async def check(self, url: str) -> str:
        """The address that messages for ``url`` go to. AddressRefused for one that no message goes to."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
            httpx.URL(url)
        except (ValueError, httpx.InvalidURL) as error:
            raise AddressRefused("UNKNOWN_HOST") from error
        if parts.scheme != "https" and not (self._private and parts.scheme == "http"):
            raise AddressRefused("NOT_HTTPS")
        if not parts.hostname or parts.username is not None or parts.password is not None:
            raise AddressRefused("UNKNOWN_HOST")
        addresses = await _addresses(parts.hostname, port)
        if not self._private and not all(_is_public(address) for address in addresses):
            raise AddressRefused("PRIVATE_ADDRESS")
        return addresses[0]

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Told:
        """What the receiver answered within five seconds, or what kept it from answering; never raises."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return Told(status=await self._post(url, headers, body))
        except AddressRefused as error:
            return Told(problem=error.problem)
        except (TimeoutError, httpx.TimeoutException):
            return Told(problem="TIMEOUT")
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError, ValueError):
            return Told(problem="UNREACHABLE")

    async def _post(self, url: str, headers: dict[str, str], body: bytes) -> int:
        address = await self.check(url)
        parts = httpx.URL(url)
        named = {**headers, "host": parts.netloc.decode("ascii")}
        # The certificate is checked against the name although the connection goes to the address.
        extensions = {"sni_hostname": parts.host}
        async with (
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=LONGEST_SECONDS) as client,
            client.stream(
                "POST", parts.copy_with(host=address), headers=named, content=body, extensions=extensions
            ) as answer,
        ):
            return answer.status_code


async def _addresses(host: str, port: int) -> list[str]:
    try:
        async with asyncio.timeout(NAME_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise AddressRefused("UNKNOWN_HOST") from error
    return [str(entry[4][0]) for entry in found]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return _is_public_v4(found)
    if found in _TRANSLATED:
        return _is_public_v4(_last_four_bytes(found))
    inner = found.ipv4_mapped or found.sixtofour
    if found.packed[8:12] in _ISATAP:
        inner = _last_four_bytes(found)
    if inner is not None and not _is_public_v4(inner):
        return False
    return found in _UNICAST and found.is_global and found not in _V6_BOOKS


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    is_odd = address.is_multicast or any(address in network for network in _V4_INFRASTRUCTURE)
    return address.is_global and not is_odd


def _last_four_bytes(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(address.packed[12:])


messenger = Messenger()
