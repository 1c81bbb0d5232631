"""The program itself as a server: how it starts, how it ends, and whom it lets in."""

from __future__ import annotations

import io
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.api.conftest import PASSWORD
from tests.conftest import Program

from incidentbook.api.server import bound
from incidentbook.cli.frame import run

Here = Callable[..., tuple[int, str]]


@pytest.fixture
def here(capfd: pytest.CaptureFixture[str]) -> Here:
    """Runs a command line in this process; gives its code and what it wrote to stderr."""

    def run_here(*arguments: str | Path) -> tuple[int, str]:
        capfd.readouterr()
        code = run([str(a) for a in arguments])
        return code, capfd.readouterr().err

    return run_here


@contextmanager
def running(
    location: Path, environment: dict[str, str], *options: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`incidentbook serve` in a process of its own: its address, and the process."""
    command = [
        sys.executable,
        "-m",
        "incidentbook.cli",
        "serve",
        "--port",
        "0",
        "--book",
        str(location),
        *options,
    ]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().removesuffix("/api"), process
        finally:
            if process.poll() is None:
                process.terminate()


def test_it_serves_this_machine_and_ends_by_ctrl_c(
    location: Path, program_environment: dict[str, str]
) -> None:
    with running(location, program_environment, "--by", "ann") as (address, process):
        assert address.startswith("http://127.0.0.1:")
        with httpx.Client(base_url=address) as client:
            assert client.get("/api/incidents").json()["total"] == 4
            told = client.get("/api/session").json()
            assert told["user"] == {"name": "ann", "role": "editor"}
            name = client.get("/api/incidents?kind=rocket").json()["incidents"][0]["id"]
            made = client.post(
                "/api/decisions",
                json={"kind": "confirm", "incident": name},
                headers={"X-CSRF-Token": told["csrf"], "Origin": address},
            )
            assert made.status_code == 201
            assert client.get(f"/api/incidents/{name}").json()["status"] == "reviewed"
            assert client.get("/api", headers={"Host": "evil.example"}).status_code == 421
            assert "server" not in client.get("/api").headers
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_what_another_program_decides_is_seen(
    location: Path, program: Program, program_environment: dict[str, str]
) -> None:
    with running(location, program_environment) as (address, _), httpx.Client(base_url=address) as client:
        before = client.get("/api/incidents")
        done = program("decide", "reject", "suva-1", "--why", "a film", "--by", "ben", "--book", location)
        assert done.returncode == 0, done.stderr
        after = client.get("/api/incidents", headers={"If-None-Match": before.headers["etag"]})
        assert (after.status_code, after.json()["total"]) == (200, 3)


def test_others_are_let_in_by_account_alone(
    location: Path, program: Program, program_environment: dict[str, str]
) -> None:
    add = [sys.executable, "-m", "incidentbook.cli", "accounts", "add", "ann", "--role", "reviewer"]
    book = ["--book", str(location)]
    done = subprocess.run(
        [*add, *book],
        input=f"{PASSWORD}\n",
        env=program_environment,
        text=True,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "ann is a reviewer\n")
    token = program("accounts", "token", "ann", *book).stdout.strip()
    with (
        running(location, program_environment, "--accounts") as (address, _),
        httpx.Client(base_url=address) as client,
    ):
        assert client.get("/api/incidents").status_code == 401
        bearer = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/incidents", headers=bearer).json()["total"] == 4
        csrf = {"X-CSRF-Token": client.get("/api/session").json()["csrf"]}
        given = {"name": "ann", "password": PASSWORD}
        assert client.post("/api/session", json=given, headers=csrf).json()["user"]["role"] == "reviewer"
        assert client.get("/api/incidents").status_code == 200
        assert program("accounts", "remove", "ann", *book).returncode == 0
        assert client.get("/api/incidents").status_code == 401
        assert client.get("/api/incidents", headers=bearer).status_code == 401


@pytest.mark.parametrize("options", [["--host", "0.0.0.0"], ["--name", "book.example"], ["--accounts"]])
def test_without_an_account_it_serves_no_others(location: Path, here: Here, options: list[str]) -> None:
    code, err = here("serve", "--port", "0", "--book", location, *options)
    assert code == 2
    assert "incidentbook accounts add" in err


def test_a_port_that_is_taken_is_told(location: Path, here: Here) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, err = here("serve", "--port", str(taken.getsockname()[1]), "--book", location)
    assert code == 2
    assert "--port" in err


def test_certificate_and_key_go_together(location: Path, here: Here) -> None:
    assert here("serve", "--tls-cert", location, "--book", location)[0] == 2
    code, err = here(
        "serve", "--port", "0", "--tls-cert", location, "--tls-key", location, "--book", location
    )
    assert code == 2
    assert "PEM" in err


def test_without_a_book_nothing_is_served(here: Here, tmp_path: Path) -> None:
    assert here("serve", "--book", tmp_path / "none.db")[0] == 3
    assert not list(tmp_path.iterdir())


def test_openapi_is_printed_without_a_book(program: Program) -> None:
    told = json.loads(program("serve", "--openapi").stdout)
    assert told["paths"]["/api/decisions"]["post"]["operationId"] == "decide"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["password", "nobody"], "accounts list"),
        (["remove", "nobody"], "accounts list"),
        (["token", "nobody"], "accounts list"),
        (["add", "ann"], "10 letters"),
    ],
)
def test_accounts_that_are_not_there(
    location: Path, here: Here, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("pears\n"))
    code, err = here("accounts", *arguments, "--book", location)
    assert code == 2
    assert said in err


def test_answers_are_not_held_back_for_more_to_send() -> None:
    with (
        bound("127.0.0.1", 0) as ours,
        socket.create_connection(ours.getsockname()),
        ours.accept()[0] as taken,
    ):
        assert taken.proto == socket.IPPROTO_TCP  # by which asyncio knows to turn Nagle's algorithm off


def test_ctrl_c_does_not_wait_for_what_is_being_read(
    location: Path, program_environment: dict[str, str]
) -> None:
    said = "\n\n".join(
        f"Rockets struck Erbil on {n % 27 + 1} May 2021, killing {n % 9 + 1}." for n in range(3500)
    )
    given = {"kind": "text", "text": said[:199_000], "published": "2021-08-01"}
    with running(location, program_environment) as (address, process), ThreadPoolExecutor() as pool:
        headers = {"X-CSRF-Token": httpx.get(f"{address}/api/session").json()["csrf"]}
        asked = [
            pool.submit(httpx.post, f"{address}/api/readings", json=given, headers=headers, timeout=60)
            for _ in range(2)
        ]
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.wait(30) == 0
        assert time.monotonic() - begun < 6
        assert [a.result().status_code for a in asked] == [503, 503]
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
