"""Addresses that try to lead a message into the house: each is refused before anything is connected to."""

import asyncio
from typing import Any

import httpx
import pytest

from clause.gateways.webhooks import AddressRefused, Messenger, messenger

# By number, however it is written.
NUMBERS = (
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
    "017700000001", "0", "0.0.0.0",  # noqa: S104
    "10.0.0.8", "172.16.0.1", "172.31.255.254", "192.168.1.1", "3232235777",
    "169.254.169.254", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.170.2", "100.64.0.1", "100.100.100.200",
    "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]",
    "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::ffff:0:127.0.0.1]", "[::127.0.0.1]",
    "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[64:ff9b::7f00:1]", "[64:ff9b::a00:8]", "[64:ff9b:1::7f00:1]",
    "[2001:0:7f00:1::1]", "[2001:db8::1]", "[3fff::1]", "[100::1]", "[2a00:1450::5efe:7f00:1]",
    "[2a00:1450::200:5efe:a00:8]",
)  # fmt: skip
# By what stands around the host.
WRITINGS = (
    "https://9.9.9.9@127.0.0.1/", "https://9.9.9.9:443@127.0.0.1/", "https://127.0.0.1@9.9.9.9/",
    "https://:@9.9.9.9/", "https://9.9.9.9\\@127.0.0.1/", "https://127.0.0.1\\@9.9.9.9/", "https://127.0.0.1#@9.9.9.9/",
    "https://127.0.0.1?@9.9.9.9/", "https://127.0.0.1%2f@9.9.9.9/", "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/", "https://127.0.0.1./", "https://localhost/", "https://LOCALHOST./",
    "https://localhost%00.example.fr/", "https://127.0.0.1:99999/", "https://[::1/", "https://[v1.x]/", "https:///x",
    "https:127.0.0.1", "//127.0.0.1/", "http://9.9.9.9/", "HTTP://127.0.0.1/", "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "unix:///var/run/docker.sock",
    "javascript:alert(1)", "https://" + "a" * 70 + ".fr/", "https://a..b/", "https://\udcff.fr/",
)  # fmt: skip
# By a name that leads there: what the name gives, one address or several.
NAMES = (
    ("127.0.0.1",), ("10.0.0.8",), ("169.254.169.254",), ("::1",), ("::ffff:10.0.0.8",), ("64:ff9b::a9fe:a9fe",),
    ("9.9.9.9", "127.0.0.1"), ("127.0.0.1", "9.9.9.9"), ("2620:fe::fe", "fd00::1"), ("fe80::1%lo",),
)  # fmt: skip


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was connected to: nothing may be, wherever it leads."""
    connected: list[object] = []

    async def connect(*where: object, **more: object) -> Any:
        connected.append((where, more))
        raise OSError("nothing leaves in a test")

    monkeypatch.setattr("anyio.connect_tcp", connect)
    return connected


def _names_lead_to(monkeypatch: pytest.MonkeyPatch, *answers: tuple[str, ...]) -> list[str]:
    """From now on any name gives these answers in turn, the last one for ever; the result is what was asked."""
    asked: list[str] = []

    async def found(_: object, host: str, port: int, **__: object) -> list[Any]:
        asked.append(host)
        answer = answers[min(len(asked), len(answers)) - 1]
        return [(10 if ":" in one else 2, 1, 6, "", (one, port)) for one in answer]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", found)
    return asked


async def _is_refused(url: str, house: list[object]) -> None:
    with pytest.raises(AddressRefused):
        await Messenger().check(url)
    told = await Messenger().post(url, {}, b"{}")
    assert told.status is None
    assert told.problem in {"NOT_HTTPS", "PRIVATE_ADDRESS", "UNKNOWN_HOST"}
    assert house == []


@pytest.mark.parametrize("host", NUMBERS)
async def test_a_number_of_the_house_is_refused_however_it_is_written(host: str, house: list[object]) -> None:
    await _is_refused(f"https://{host}/clause", house)


@pytest.mark.parametrize("url", WRITINGS)
async def test_an_address_written_to_mislead_is_refused(url: str, house: list[object]) -> None:
    await _is_refused(url, house)


@pytest.mark.parametrize("answer", NAMES)
async def test_a_name_that_leads_into_the_house_is_refused(
    answer: tuple[str, ...], house: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    _names_lead_to(monkeypatch, answer)
    await _is_refused("https://receiver.example.fr/clause", house)


async def test_a_name_that_turns_after_the_subscription_is_refused_when_the_message_leaves(
    house: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    _names_lead_to(monkeypatch, ("9.9.9.9",), ("127.0.0.1",))
    assert await Messenger().check("https://receiver.example.fr/") == "9.9.9.9"
    assert (await Messenger().post("https://receiver.example.fr/", {}, b"{}")).problem == "PRIVATE_ADDRESS"
    assert house == []


async def test_a_name_that_turns_between_check_and_connection_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = _names_lead_to(monkeypatch, ("9.9.9.9",), ("127.0.0.1",))
    left: list[httpx.Request] = []

    async def leave(_: object, request: httpx.Request) -> httpx.Response:
        left.append(request)
        return httpx.Response(204)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", leave)
    told = await Messenger().post("https://receiver.example.fr:8443/x", {}, b"{}")
    assert (told.status, asked) == (204, ["receiver.example.fr"])
    (request,) = left
    assert (request.url.host, request.url.port) == ("9.9.9.9", 8443)
    assert (request.headers["host"], request.extensions["sni_hostname"]) == (
        "receiver.example.fr:8443",
        "receiver.example.fr",
    )


@pytest.mark.parametrize("address", ["9.9.9.9", "[2620:fe::fe]", "[64:ff9b::909:909]"])
async def test_a_true_address_is_let_through(address: str) -> None:
    assert await Messenger().check(f"https://{address}/") == address.strip("[]")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirection_into_the_house_is_not_followed(status: int) -> None:
    came: list[bytes] = []

    async def send_elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(await reader.readline())
        writer.write(f"HTTP/1.1 {status} x\r\nlocation: /inside\r\ncontent-length: 0\r\n\r\n".encode())
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(send_elsewhere, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with messenger.reaching_private_addresses():
        told = await messenger.post(f"http://127.0.0.1:{port}/", {}, b"{}")
    server.close()
    await server.wait_closed()
    assert (told.status, told.is_heard, came) == (status, False, [b"POST / HTTP/1.1\r\n"])


def test_there_are_more_tricks_than_were_promised() -> None:
    assert len({*NUMBERS, *WRITINGS, *NAMES}) >= 90
