"""The documents of the corpus: adding, removing and replacing them, and bringing the index up to date.

Every change is prepared first, so that a person sees what was found in a file before anything is
written; a prepared change is then committed, or forgotten.
"""

from assistant.building import BuildReport
from assistant.building.builds import KeptBuild, current_or_none, find_build, use_build
from assistant.corpus.approval import SourceChange
from assistant.corpus.manifest import documents_of
from assistant.library.change import commit
from assistant.library.description import REQUIRED, Description, approved, proposal
from assistant.library.draft import as_it_stands
from assistant.library.gaps import Suggestion, Unasked, asked_as_template, suggestions
from assistant.library.needs import Effect, Need, Place, effect, most_in_need, needs, write_question
from assistant.library.preview import (
    Prepared,
    Preview,
    prepare_addition,
    prepare_removal,
    prepare_replacement,
)
from assistant.library.upkeep import (
    Updated,
    difference,
    kept_builds,
    latest_changes,
    only_these,
    pending,
    seen,
    update,
)
