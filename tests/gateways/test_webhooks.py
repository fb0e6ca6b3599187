"""No message leaves for a machine of the house, by whatever name or number."""

import asyncio

import pytest

from clause.gateways.webhooks import LONGEST_SECONDS, AddressRefused, Messenger, messenger

PRIVATE = (
    "https://127.0.0.1/x",
    "https://localhost/x",
    "https://10.0.0.8/x",
    "https://172.16.0.1/x",
    "https://192.168.1.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/x",
    "https://0.0.0.0/x",
    "https://224.0.0.1/x",
    "https://[::1]/x",
    "https://[fe80::1]/x",
    "https://[fc00::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[2002:7f00:1::]/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
)


@pytest.mark.parametrize("url", PRIVATE)
async def test_a_private_address_is_refused_under_every_writing(url: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        await Messenger().check(url)
    assert refusal.value.problem in ("PRIVATE_ADDRESS", "UNKNOWN_HOST")


async def test_a_public_address_may_be_reached() -> None:
    assert await Messenger().check("https://9.9.9.9/clause") == "9.9.9.9"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://9.9.9.9/x", "NOT_HTTPS"),
        ("ftp://9.9.9.9/x", "NOT_HTTPS"),
        ("https:///x", "UNKNOWN_HOST"),
        ("https://user:secret@9.9.9.9/x", "UNKNOWN_HOST"),
        ("https://nowhere.invalid/x", "UNKNOWN_HOST"),
    ],
)
async def test_an_address_that_cannot_be_used_says_why(url: str, problem: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        await Messenger().check(url)
    assert refusal.value.problem == problem


async def test_the_check_is_made_again_when_the_message_leaves() -> None:
    told = await Messenger().post("https://127.0.0.1/x", {}, b"{}")
    assert (told.status, told.problem) == (None, "PRIVATE_ADDRESS")


async def test_a_receiver_that_is_away_is_told_and_nothing_is_raised() -> None:
    with messenger.reaching_private_addresses():
        told = await messenger.post("http://127.0.0.1:9/x", {}, b"{}")
    assert told.problem == "UNREACHABLE"


async def test_a_receiver_that_never_answers_costs_seconds_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is over as soon as the receiver is reached: before, there would be nobody to hang up."""
    given_up, hung_up = asyncio.Event(), asyncio.Event()
    asked: list[tuple[float | None, asyncio.Timeout]] = []
    true_timeout = asyncio.timeout

    def noted(seconds: float | None) -> asyncio.Timeout:
        asked.append((seconds, true_timeout(seconds)))
        return asked[-1][1]

    async def keep_silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked[0][1].reschedule(asyncio.get_running_loop().time())
        await given_up.wait()
        writer.close()
        await writer.wait_closed()
        hung_up.set()

    server = await asyncio.start_server(keep_silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr("clause.gateways.webhooks.asyncio.timeout", noted)
    with messenger.reaching_private_addresses():
        told = await messenger.post(f"http://127.0.0.1:{port}/x", {}, b"{}")
    monkeypatch.undo()
    given_up.set()
    await hung_up.wait()
    server.close()
    await server.wait_closed()
    assert (told.problem, asked[0][0]) == ("TIMEOUT", LONGEST_SECONDS)
