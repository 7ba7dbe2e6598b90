"""What can go wrong, as one tree.

AssistantError                 everything a person may be shown
├─ CorpusError                 the documents or the data kept beside them
│  ├─ InvalidManifest          corpus/manifest.toml is missing, malformed, or names a missing file
│  ├─ ChecksumMismatch         a document is not the file that its manifest entry describes
│  ├─ UnreadableDocument       a document cannot be read as text
│  ├─ InvalidRecommendations   a numbered recommendation is missing, doubled or has an unknown status
│  └─ InvalidCorpusData        an asked-as, lexicon or outside entry is malformed; names file and line
├─ IndexUnavailable            there is no index that can be asked
│  ├─ IndexNotBuilt            index/ holds no finished build
│  ├─ IndexStale               built for another encoder or index format
│  └─ IndexDamaged             a file of the build is missing, truncated or altered
├─ BuildRefused                a build was not made, or was made and not published
│  └─ BuildNotAccepted         it was made, and is worse than the one that serves
├─ ModelUnavailable            the encoder's weights are missing or are not the expected ones
├─ InvalidWording              assistant/asking/words.toml is malformed; names the line
├─ InvalidQuestion             empty, too long, or not text
├─ InvalidRequest              a filter, number or file given on the command line cannot be used
└─ ServerUnavailable           the page cannot be served as asked

BrokenCitation, UnsupportedAnswer (AssertionError): our own fault, an answer quotes what the source
does not say, or says something without a quote. They are not part of the tree and never skipped: a
command ends with them, the page says that something went wrong.
"""


class AssistantError(Exception):
    """Say what went wrong, with which file or value, and what mends it."""


class CorpusError(AssistantError):
    """The documents, or the data kept beside them, cannot be used."""


class InvalidManifest(CorpusError):
    """corpus/manifest.toml is missing, malformed, or names a file that is not there."""


class ChecksumMismatch(CorpusError):
    """A document is not the file that its manifest entry describes."""


class UnreadableDocument(CorpusError):
    """A document cannot be read as text."""


class InvalidRecommendations(CorpusError):
    """A numbered recommendation is missing, doubled, incomplete or has an unknown status."""


class InvalidCorpusData(CorpusError):
    """An asked-as, lexicon or outside entry is malformed."""


class IndexUnavailable(AssistantError):
    """There is no index that can be asked."""


class IndexNotBuilt(IndexUnavailable):
    """The index folder holds no finished build."""


class IndexStale(IndexUnavailable):
    """The build was made for another encoder or index format."""


class IndexDamaged(IndexUnavailable):
    """A file of the build is missing, truncated or altered."""


class BuildRefused(AssistantError):
    """A build was not made, or was made and not published."""


class BuildNotAccepted(BuildRefused):
    """A build was made and examined, and must not serve.

    Attributes:
        faults: what was found, one sentence each.
    """

    def __init__(self, message: str, faults: tuple[str, ...]) -> None:
        super().__init__(message)
        self.faults = faults


class ModelUnavailable(AssistantError):
    """The encoder's weights are missing or are not the expected ones."""


class InvalidWording(AssistantError):
    """The classes of wordings by which questions are understood are malformed."""


class InvalidQuestion(AssistantError):
    """The question is empty, too long, or not text."""


class InvalidRequest(AssistantError):
    """A filter, number or file that was given cannot be used."""


class ServerUnavailable(AssistantError):
    """The page cannot be served as asked."""


class BrokenCitation(AssertionError):
    """An answer quotes what the source does not say: a fault of this program."""


class UnsupportedAnswer(AssertionError):
    """An answer without a quote that answers: a fault of this program."""
