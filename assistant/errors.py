"""What can go wrong: AssistantError and what is below it may be shown to a person.

BrokenCitation and UnsupportedAnswer are our own fault and never skipped: a command ends with them,
the page says that something went wrong.
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
    """An asked-as, lexicon or outside entry is malformed; names file and line."""


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
    """A build was made and examined, and must not serve: its `faults`, one sentence each."""

    def __init__(self, message: str, faults: tuple[str, ...]) -> None:
        super().__init__(message)
        self.faults = faults


class ModelUnavailable(AssistantError):
    """The encoder's weights are missing or are not the expected ones."""


class InvalidWording(AssistantError):
    """The classes of wordings by which questions are understood are malformed; names the line."""


class InvalidQuestion(AssistantError):
    """The question is empty, too long, or not text."""


class InvalidRequest(AssistantError):
    """A filter, number or file that was given cannot be used."""


class ServerUnavailable(AssistantError):
    """The page cannot be served as asked."""


class BrokenCitation(AssertionError):
    """An answer quotes what the source does not say."""


class UnsupportedAnswer(AssertionError):
    """An answer says something without a quote."""
