"""What every extractor is: a document goes in, an extraction comes out. The built-in one is the default and needs no network."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from incidentbook.errors import ExtractorError
from incidentbook.model import BUILT_IN, READER_ALONE, WITH_READER, Document, Extraction, ReadBy

KEY_VARIABLE = "OPENAI_API_KEY"
_CHAT = "openai:"


class Extractor(Protocol):
    """Reads documents. It can be given to another process, so it holds plain values.

    Its extractions say in `read_by` that it made them; the same document gives reports of the same ids, as far as it can.
    """

    @property
    def name(self) -> str:
        """What it is called in `--extractor` and in `read_by`."""
        ...

    def __call__(self, document: Document) -> Extraction:
        """What a document says.

        Raises:
            ExtractorError: it could not be read now; the message is one line with the way out.
        """
        ...


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """The extractor of `extractor.py`: frames, lexicons and syntax."""

    name: str = BUILT_IN

    def __call__(self, document: Document) -> Extraction:
        """What a document says."""
        from incidentbook.extract.extractor import extract

        return extract(document)


@dataclass(frozen=True, slots=True)
class WithReader:
    """The same with the trained reader of `extract/reader/` beside the rules."""

    name: str = WITH_READER

    def __call__(self, document: Document) -> Extraction:
        """What a document says.

        Raises:
            ExtractorError: the weights of the reader are not there.
        """
        from incidentbook.extract.extractor import extract_with
        from incidentbook.extract.reader.model import reader_of

        return replace(extract_with(document, reader_of(None)), read_by=ReadBy(self.name))


@dataclass(frozen=True, slots=True)
class ReaderAlone:
    """The trained reader without the rules: to measure what it knows by itself, not to read with."""

    name: str = READER_ALONE

    def __call__(self, document: Document) -> Extraction:
        """What the reader finds in a document.

        Raises:
            ExtractorError: the weights of the reader are not there.
        """
        from incidentbook.extract.reader.alone import extract_alone
        from incidentbook.extract.reader.model import reader_of

        return extract_alone(document, reader_of(None))


def named(spec: str, base_url: str | None = None, environment: Mapping[str, str] | None = None) -> Extractor:
    """The extractor of a name.

    Args:
        spec: `built-in`, `reader` for the same with a trained reader beside it, `reader-alone` for that without the
            rules, or `openai:MODEL` for a model behind an OpenAI-compatible chat endpoint.
        base_url: the endpoint, as `http://localhost:8080/v1`. There is none by default: articles go nowhere unasked.
        environment: where `OPENAI_API_KEY` may stand; by default that of this process.

    Raises:
        ExtractorError: there is none of that name, or its endpoint is missing or no web address.
    """
    if spec == BUILT_IN:
        return BuiltIn()
    if spec in (WITH_READER, READER_ALONE):
        from incidentbook.extract.reader.model import reader_of

        reader_of(None)  # says at once where its weights are missing
        return WithReader() if spec == WITH_READER else ReaderAlone()
    if not spec.startswith(_CHAT) or spec == _CHAT:
        raise ExtractorError(f"{spec!r} is no extractor; give {BUILT_IN}, {WITH_READER} or {_CHAT}MODEL")
    if base_url is None:
        raise ExtractorError(
            f"{spec} needs --base-url, the address of its endpoint: http://localhost:8080/v1"
        )
    from incidentbook.extract.chat import ChatExtractor, Endpoint

    variables = os.environ if environment is None else environment
    return ChatExtractor(Endpoint.at(base_url, spec.removeprefix(_CHAT), variables.get(KEY_VARIABLE) or None))
