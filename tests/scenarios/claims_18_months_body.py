"""Steps 13 to 14 of the eighteen months: the intermediate body follows a cursor, pulls bundles, replays each claim."""

import hashlib
import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import httpx

from tests.scenarios.claims_18_months_people import read_indicators
from tests.scenarios.claims_18_months_world import Months

REPLAYER = Path(__file__).resolve().parents[2] / "docs" / "replay" / "replay.py"
LONGEST_BUNDLE_SECONDS = 60.0


def follow_the_cursor(months: Months) -> None:
    """13. Page by page, a cursor gives the body every claim, each in its last state; another body gets none."""
    states, after = {}, ""
    while True:
        page = months.body.get(f"/oi/claims?limit=1{f'&after={after}' if after else ''}")
        states.update({one["id"]: one["state"] for one in page["items"]})
        if not page["next"]:
            break
        after = page["next"]
    expected = {"A-interim": "paid", "B-interim": "paid", "A-final": "paid", "B-final": "recovered"}
    assert states == {months.claims[name]["id"]: state for name, state in expected.items()}, states
    assert months.other_body.get("/oi/claims")["items"] == []
    for name in expected:
        months.other_body.call("GET", f"/oi{months.claim(name)}", expect=404)
        path = f"/oi{months.claim(name)}"
        assert months.body.call("GET", path).content == months.body.call("GET", path).content
    months.say(f"13. {len(states)} claims by cursor, the same bytes at each pull, nothing for another body")


def look_for_double_funding(months: Months) -> None:
    """13c. Of each person's month in A and in B, at most the whole is claimed: 5 ÷ 7 of Camille, 0.60 of Dominique."""
    shares = {"A": "0.7143", "B": "0.6000"}
    for name, share in shares.items():
        found = months.body.get(f"/oi{months.operation(name)}/double-funding")["months"]
        assert len(found) == 18, len(found)
        assert {(month["share_total"], month["is_flagged"]) for month in found} == {(share, False)}, found[0]
    months.say("13c. double funding: eighteen months each, none claimed beyond the whole")


def replay_bundles(months: Months) -> None:
    """14. Each bundle holds what its manifest says, and a program that is not ours recomputes the claim from it."""
    for name in ("A-interim", "B-interim", "A-final", "B-final"):
        content = _bundle(months, name)
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            manifest = json.loads(bundle.read("manifest.json"))
            for file in manifest["files"]:
                assert hashlib.sha256(bundle.read(file["path"])).hexdigest() == file["sha256"], file
        path = months.keep(f"{name}.zip", content)
        done = subprocess.run(
            [sys.executable, "-I", str(REPLAYER), str(path)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, "same" in done.stdout) == (0, True), done.stdout + done.stderr
    months.say("14. four bundles, every file as its manifest says; the replayer says: same")


def _bundle(months: Months, name: str) -> bytes:
    """The bundle, once the worker has made it."""
    until = time.monotonic() + LONGEST_BUNDLE_SECONDS
    while time.monotonic() < until:
        answer: httpx.Response = months.body.call("GET", f"/oi{months.claim(name)}/bundle", expect=(200, 409))
        if answer.status_code == 200:
            return answer.content
        time.sleep(0.2)
    raise AssertionError(f"the bundle of {name} is not made")


STEPS = (follow_the_cursor, read_indicators, look_for_double_funding, replay_bundles)
