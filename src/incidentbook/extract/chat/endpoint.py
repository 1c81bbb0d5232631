"""Asks a chat endpoint: timeouts, tries again where that may help, and each fault as one line with the way out.

The requests are those of https://platform.openai.com/docs/api-reference/chat, which many servers understand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from incidentbook.errors import ExtractorError

Message = dict[str, str]
Sleep = Callable[[float], None]

_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_NO_SCHEMA = frozenset({400, 415, 422, 501})
_CONNECT = 10.0
_LONGEST_WORDS = 200


class SchemaRefusedError(ExtractorError):
    """The endpoint does not take a question with a schema for the answer; another fault of the question looks the same."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is, and how patiently it is asked.

    Attributes:
        base_url: without a slash at its end; `/chat/completions` goes behind it.
        key: sent as a bearer token where there is one.
        tries: how often a question is sent at most.
        first_wait, longest_wait: seconds before the second try, doubled each time up to the longest.
        timeout: seconds that an answer may take.
    """

    base_url: str
    model: str
    key: str | None = field(default=None, repr=False)
    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    timeout: float = 300.0

    @classmethod
    def at(cls, base_url: str, model: str, key: str | None = None) -> Endpoint:
        """The endpoint at an address.

        Raises:
            ExtractorError: it is no web address.
        """
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ExtractorError(
                f"{base_url!r} is no address of an endpoint; write it as http://localhost:8080/v1"
            )
        return cls(base_url.rstrip("/"), model, key)


def ask(
    endpoint: Endpoint, messages: Sequence[Message], schema: dict[str, Any] | None, sleep: Sleep = time.sleep
) -> str:
    """The words of the model's answer.

    Args:
        endpoint: where to ask.
        messages: the conversation so far.
        schema: the JSON Schema that the answer must meet; None: the question says what is wanted.
        sleep: waits between two tries.

    Raises:
        SchemaRefusedError: the question was refused, perhaps for its schema.
        ExtractorError: no answer came that can be used.
    """
    question: dict[str, Any] = {"model": endpoint.model, "messages": list(messages), "temperature": 0}
    if schema is not None:
        wanted = {"name": "incidents", "strict": True, "schema": schema}
        question["response_format"] = {"type": "json_schema", "json_schema": wanted}
    answer = _patiently(endpoint, question, sleep)
    if answer.status_code == httpx.codes.BAD_REQUEST and "temperature" in _message(answer):
        del question["temperature"]  # some models have one of their own and take no other
        answer = _patiently(endpoint, question, sleep)
    if answer.is_success:
        return _content(endpoint, answer)
    refused = schema is not None and answer.status_code in _NO_SCHEMA
    raise (SchemaRefusedError if refused else ExtractorError)(_fault(endpoint, answer))


def _patiently(endpoint: Endpoint, question: dict[str, Any], sleep: Sleep) -> httpx.Response:
    """The first answer that is final, or the last one."""
    wait = endpoint.first_wait
    for left in range(endpoint.tries - 1, -1, -1):
        try:
            answer = _post(endpoint, question)
        except (httpx.ReadError, httpx.RemoteProtocolError) as error:
            if not left:
                raise ExtractorError(_unreachable(endpoint, error)) from error
            asked = None
        else:
            if not left or answer.status_code not in _TRY_AGAIN:
                return answer
            asked = _retry_after(answer)
        sleep(min(wait if asked is None else asked, endpoint.longest_wait))
        wait *= 2
    raise ExtractorError(f"{endpoint.base_url}: was not asked; allow one try at least")


def _post(endpoint: Endpoint, question: dict[str, Any]) -> httpx.Response:
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    limits = httpx.Timeout(endpoint.timeout, connect=min(_CONNECT, endpoint.timeout))
    try:
        return httpx.post(
            f"{endpoint.base_url}/chat/completions", json=question, headers=headers, timeout=limits
        )
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise ExtractorError(_unreachable(endpoint, error)) from error
    except httpx.TimeoutException as error:
        said = f"gave no answer within {endpoint.timeout:g} seconds; use a smaller model or a faster machine"
        raise ExtractorError(f"{endpoint.base_url}: {said}") from error
    except (httpx.ReadError, httpx.RemoteProtocolError):
        raise
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ExtractorError(_unreachable(endpoint, error)) from error


def _unreachable(endpoint: Endpoint, error: Exception) -> str:
    why = _short(str(error)) or type(error).__name__
    return f"{endpoint.base_url}: cannot be asked ({why}); see that it runs, and check --base-url"


def _retry_after(answer: httpx.Response) -> float | None:
    """Seconds that the endpoint asks to wait: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(
        0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds()
    )


# ------------------------------------------------------------------ what came


def _content(endpoint: Endpoint, answer: httpx.Response) -> str:
    """The words of the first choice."""
    try:
        choice = answer.json()["choices"][0]
        words, why = choice["message"].get("content"), choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        said = "its answer is none of an OpenAI-compatible chat endpoint; check --base-url, which often ends in /v1"
        raise ExtractorError(f"{endpoint.base_url}: {said}") from error
    if why == "length":
        said = f"{endpoint.model} broke its answer off; let it give longer ones, or use another model"
        raise ExtractorError(f"{endpoint.base_url}: {said}")
    if not isinstance(words, str) or not words.strip():
        raise ExtractorError(f"{endpoint.base_url}: {endpoint.model} gave an empty answer; use another model")
    return words


def _fault(endpoint: Endpoint, answer: httpx.Response) -> str:
    code, said = answer.status_code, _short(_message(answer))
    told = f"{code}: {said}" if said else str(code)
    if code in (401, 403):
        return f"{endpoint.base_url}: refuses the key ({told}); set OPENAI_API_KEY"
    if code == 404:
        return f"{endpoint.base_url}: has no such path or model as {endpoint.model} ({told}); check both"
    if code in _TRY_AGAIN:
        return (
            f"{endpoint.base_url}: is overloaded or broken ({told}), {endpoint.tries} times; try again later"
        )
    if 300 <= code < 400:
        return f"{endpoint.base_url}: leads elsewhere ({told}); give the address that it leads to"
    return f"{endpoint.base_url}: refuses the question ({told}); check the model {endpoint.model}"


def _message(answer: httpx.Response) -> str:
    """What the endpoint says of a fault, in the forms that are about."""
    try:
        body = answer.json()
    except ValueError:
        return ""
    fault = body.get("error", body) if isinstance(body, dict) else body
    said = fault.get("message", fault.get("detail", "")) if isinstance(fault, dict) else fault
    return said if isinstance(said, str) else ""


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _LONGEST_WORDS else f"{line[:_LONGEST_WORDS]} …"
