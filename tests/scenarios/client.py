"""A client of the API as its user would write one: signs in, calls, waits for jobs, and stops at the first surprise."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

LONGEST_JOB_SECONDS = 240.0
LONGEST_ANSWER_SECONDS = 120.0


@dataclass
class ApiClient:
    """One caller of a running service."""

    name: str
    http: httpx.Client
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_machine(cls, name: str, base_url: str, client_id: str, secret: str) -> "ApiClient":
        """A program: OAuth 2.0 client credentials."""
        client = cls(name, httpx.Client(base_url=base_url, timeout=LONGEST_ANSWER_SECONDS))
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        answer = client.http.post("/api/v1/oauth/token", data=form)
        assert answer.status_code == 200, answer.text
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        return client

    @classmethod
    def of_person(cls, name: str, base_url: str, email: str, password: str) -> "ApiClient":
        """A person: the sign-in page, its cookie, and the CSRF token that the pages carry."""
        client = cls(name, httpx.Client(base_url=base_url, timeout=LONGEST_ANSWER_SECONDS, follow_redirects=True))
        page = client.http.post("/sign-in", data={"email": email, "password": password})
        assert page.status_code == 200, page.text
        mark = '<meta name="csrf-token" content="'
        assert mark in page.text, f"{name} is not signed in: {page.url}"
        client.headers["x-csrf-token"] = page.text.split(mark, 1)[1].split('"', 1)[0]
        return client

    @classmethod
    def of_anyone(cls, base_url: str) -> "ApiClient":
        """Someone who has not signed in."""
        return cls("anyone", httpx.Client(base_url=base_url, timeout=LONGEST_ANSWER_SECONDS))

    def call(
        self, method: str, path: str, body: object = None, *, expect: int | Iterable[int] = (200, 201, 202), **more: Any
    ) -> httpx.Response:
        """One call under ``/api/v1``; AssertionError with the answer when its status is not one of those expected."""
        headers = {**self.headers, **more.pop("headers", {})}
        if body is not None:
            more["json"] = body
        answer = self.http.request(method, f"/api/v1{path}", headers=headers, **more)
        expected = (expect,) if isinstance(expect, int) else tuple(expect)
        assert answer.status_code in expected, f"{self.name} {method} {path}: {answer.status_code} {answer.text}"
        return answer

    def get(self, path: str, **more: Any) -> Any:
        """The JSON of a GET."""
        return self.call("GET", path, **more).json()

    def post(self, path: str, body: object = None, **more: Any) -> Any:
        """The JSON of a POST."""
        return self.call("POST", path, {} if body is None else body, **more).json()

    def put(self, path: str, body: object, **more: Any) -> Any:
        """The JSON of a PUT."""
        return self.call("PUT", path, body, **more).json()

    def wait(self, answer: httpx.Response) -> dict[str, Any]:
        """The finished job that a 202 announces; AssertionError when it fails or takes too long."""
        assert answer.status_code == 202, answer.text
        return self.wait_for(answer.headers["location"].removeprefix("/api/v1"))

    def wait_for(self, path: str) -> dict[str, Any]:
        """The job at this path, once finished."""
        until = time.monotonic() + LONGEST_JOB_SECONDS
        while time.monotonic() < until:
            job: dict[str, Any] = self.get(path)
            if job["state"] in ("done", "failed"):
                assert job["state"] == "done", job
                return job
            time.sleep(0.1)
        raise AssertionError(f"the job at {path} is not finished")
