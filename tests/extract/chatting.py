"""A chat endpoint on this machine that gives the answers it is told to, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint sends: a status, a body and headers."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Chat:
    """The endpoint: its address, the replies that are left (the last one stays), and the questions that came."""

    base_url: str
    replies: list[Reply]
    questions: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    takes_schema: bool = True

    def reply(self, question: dict[str, Any]) -> Reply:
        self.questions.append(question)
        if "response_format" in question and not self.takes_schema:
            return fault(400, "response_format is not supported by this model")
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


def says(words: str, finish: str = "stop") -> Reply:
    """A model's answer in words."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": words}}
    return Reply(200, json.dumps({"object": "chat.completion", "choices": [choice]}))


def fault(status: int, message: str, **headers: str) -> Reply:
    """An error in the form of the API."""
    return Reply(status, json.dumps({"error": {"message": message}}), headers)


def quoted(prop: str, sentence: int, quote: str, **more: Any) -> dict[str, Any]:
    """A statement of an answer."""
    base = {"group": None, "stance": "stated", "speaker": None}
    return {"property": prop, "sentence": sentence, "quote": quote, **base, **more}


def found(*incidents: Sequence[dict[str, Any]], tallies: Sequence[dict[str, Any]] = ()) -> str:
    """An answer in which each list of statements is an incident, the first one the main one."""
    listed = [
        {"incident": n, "main": n == 1, "statements": list(said)} for n, said in enumerate(incidents, 1)
    ]
    return json.dumps({"incidents": listed, "tallies": list(tallies)})


@contextmanager
def chat(*replies: Reply, takes_schema: bool = True) -> Iterator[Chat]:
    """An endpoint that gives these replies in turn, the last one for ever."""
    here: Chat

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            here.keys.append(self.headers.get("Authorization"))
            wrong = self.path != "/v1/chat/completions"
            reply = fault(404, "no such path") if wrong else here.reply(question)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(reply.body.encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Chat(f"http://127.0.0.1:{server.server_port}/v1", list(replies), takes_schema=takes_schema)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
