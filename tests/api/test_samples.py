"""Every operation of the OpenAPI document has a call for curl and one for Python, and they run as they stand."""

import json
import time
from pathlib import Path
from uuid import uuid4

import httpx
from litestar import Litestar

from tests.builders.serving import run_python, served, undone
from tests.builders.story import build_story
from tests.builders.territory import Territory, machine


async def test_all(app: Litestar, client: httpx.AsyncClient, territory: Territory, tmp_path: Path) -> None:
    t0 = time.time()
    story = {**await build_story(territory), "org_id": territory.company.id, "company_id": territory.company.id}
    print("story", time.time() - t0)
    doc = json.loads((await client.get("/schema/openapi.json")).content)
    values = {k.upper(): str(v) for k, v in story.items()}
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    values |= {
        "MONTH": "2026-05",
        "CODE": "0000-0000-0000-0000",
        "YEAR": "2026",
        "ETAG": '"1"',
        "FILE": str(tmp_path / "a.pdf"),
        "BUYER_ID": str(territory.buyer.id),
        "INTERMEDIATE_BODY_ID": str(territory.intermediate_body.id),
    }
    buyer = await machine(territory.buyer, "b")
    callers = {
        "fac": territory.facilitator_client,
        "comp": territory.company_client,
        "oi": territory.oi_client,
        "buyer": buyer,
    }
    t0 = time.time()
    async with served(app) as service:
        values["CLAUSE"] = service.address
        bad = 0
        for path, item in doc["paths"].items():
            for method, op in item.items():
                res = []
                want = [s for s in op["responses"] if s < "4"]
                for name, c in callers.items():
                    token = c.headers["authorization"].split()[1]
                    async with undone():
                        etag = '"1"'
                        if method in ("put", "patch"):
                            p = path
                            import re

                            p = re.sub(r"{(\w+)}", lambda m: values.get(m[1].upper(), "X"), p)
                            r = await client.get(p, headers=c.headers)
                            etag = r.headers.get("etag", etag)
                        v = {**values, "TOKEN": token, "KEY": str(uuid4()), "ETAG": etag}
                        service.status = 0
                        out = await run_python(
                            op["x-codeSamples"][1]["source"].replace(
                                "answer.raise_for_status()", "assert answer.status_code<300, answer.text"
                            ),
                            v,
                            tmp_path,
                        )
                    if str(service.status) in want:
                        res = []
                        break
                    res.append((name, service.status, out[:330]))
                if res:
                    bad += 1
                    res = [r for r in res if r[1] not in (403, 404)] or res[:1]
                    print("BAD", method, path, res[:1])
        print("bad", bad, time.time() - t0)
