"""The extractor: cuts a document into questions, asks them, and makes reports of what the answers quote."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from incidentbook.errors import ExtractorError
from incidentbook.extract.chat.answer import Answer, Incident, read_answer
from incidentbook.extract.chat.endpoint import Endpoint, Message, SchemaRefusedError, Sleep, ask
from incidentbook.extract.chat.gather import gather
from incidentbook.extract.chat.question import MOST_CHARACTERS, again, pieces, question, schema
from incidentbook.extract.sentences import MOST, Sentence, sentences
from incidentbook.model import READ_LANGUAGES, Document, Extraction, ReadBy


class ChatExtractor:
    """Asks a model behind an OpenAI-compatible chat endpoint. See `extract.interface.Extractor`."""

    def __init__(
        self, endpoint: Endpoint, *, most_characters: int = MOST_CHARACTERS, sleep: Sleep = time.sleep
    ) -> None:
        """Where to ask, how much of an article goes into one question, and how to wait."""
        self._endpoint = endpoint
        self._most = most_characters
        self._sleep = sleep
        self._takes_schema = True  # until the endpoint has refused one

    @property
    def name(self) -> str:
        """What it is called in `--extractor` and in `read_by`."""
        return f"openai:{self._endpoint.model}"

    def __call__(self, document: Document) -> Extraction:
        """What a document says, by the words that the model quotes from it.

        Raises:
            ExtractorError: the endpoint could not be asked, or its answers are of no use.
        """
        if document.language not in READ_LANGUAGES:
            return Extraction(document, (), (), ReadBy(self.name))
        cut = sentences(document)[:MOST]
        return gather(document, cut, self._answers(cut), self.name)

    def _answers(self, cut: Sequence[Sentence]) -> list[Answer]:
        """One answer for each piece of the document; each question tells what was found in the pieces before."""
        answers: list[Answer] = []
        for piece in pieces(cut, self._most):
            answers.append(self._answer(piece, _joined(i for a in answers for i in a.incidents)))
        return answers

    def _answer(self, piece: Sequence[Sentence], earlier: Sequence[Incident]) -> Answer:
        """The answer; one that is no JSON is asked for once more."""
        messages = question(piece, earlier, with_form=not self._takes_schema)
        words = self._words(piece, earlier, messages)
        found = read_answer(words)
        if found is None:
            found = read_answer(self._words(piece, earlier, again(messages, words)))
        if found is None:
            said = f"{self._endpoint.model} answered twice without the JSON asked for; use another model"
            raise ExtractorError(f"{self._endpoint.base_url}: {said}")
        return found

    def _words(
        self, piece: Sequence[Sentence], earlier: Sequence[Incident], messages: Sequence[Message]
    ) -> str:
        """The words of an answer; where the endpoint takes no schema, the form stands in the question."""
        if not self._takes_schema:
            return ask(self._endpoint, messages, None, self._sleep)
        try:
            return ask(self._endpoint, messages, schema(), self._sleep)
        except SchemaRefusedError:
            plain = question(piece, earlier, with_form=True)
            words = ask(self._endpoint, [*plain, *messages[2:]], None, self._sleep)
            self._takes_schema = False
            return words


def _joined(incidents: Iterable[Incident]) -> list[Incident]:
    """The incidents of several answers, each number once."""
    found: dict[int, Incident] = {}
    for incident in incidents:
        before = found.get(incident.number)
        said = (*before.statements, *incident.statements) if before else incident.statements
        main = incident.main or (before is not None and before.main)
        found[incident.number] = Incident(incident.number, main, said)
    return list(found.values())
