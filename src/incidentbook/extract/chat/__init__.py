"""An extractor that asks a language model behind an OpenAI-compatible chat endpoint.

The model finds words and makes no values: each statement that it gives must quote its words. What is not in the article
word for word is thrown away and counted; the values are made of the quoted words by `normalise/`.
"""

from incidentbook.extract.chat.endpoint import Endpoint
from incidentbook.extract.chat.reader import ChatExtractor

__all__ = ["ChatExtractor", "Endpoint"]
