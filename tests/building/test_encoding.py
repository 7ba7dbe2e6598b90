"""Each text is encoded once: what a build has encoded is never lost, and never taken unseen."""

import numpy as np
import pytest

from assistant.building import build_index
from assistant.building.encoding import FOLDER, Encoded, read_parts, write_part
from assistant.errors import BuildRefused
from assistant.indexing import storage
from assistant.indexing.encoder import DIMENSION
from assistant.indexing.tokens import Tokens

STOPPED = "stopped here"


def refuse(built):
    raise BuildRefused(STOPPED)


def part(n=3, seed=1):
    """Encodings of some texts; the first one without tokens."""
    draw = np.random.default_rng(seed)
    found = {}
    for i in range(n):
        vector = draw.standard_normal(DIMENSION).astype(np.float32)
        tokens = Tokens(
            np.arange(i, dtype=np.int32),
            draw.integers(-127, 128, (i, DIMENSION)).astype(np.int8),
            draw.random(i).astype(np.float32),
        )
        found[f"text {i}"] = Encoded(vector, tokens if i else None)
    return found


def listed(encodings):
    return {
        text: (e.vector.tolist(), [a.tolist() for a in e.tokens or ()])
        for text, e in encodings.items()
    }


def test_a_refused_build_keeps_what_it_encoded_and_the_next_one_encodes_nothing(
    quick, own_corpus, edit, tmp_path
):
    index = tmp_path / "index"
    quick(own_corpus, index)
    edit(own_corpus)
    with pytest.raises(BuildRefused, match=STOPPED):
        build_index(own_corpus, index, accept=refuse)
    assert read_parts(index / FOLDER)
    assert build_index(own_corpus, index).n_encoded == 0
    assert not (index / FOLDER).exists()


def test_a_build_that_was_cut_off_while_encoding_goes_on_where_it_was(
    quick, own_corpus, tmp_path, monkeypatch
):
    index, whole = tmp_path / "index", tmp_path / "whole"
    everything = quick(own_corpus, whole).n_encoded
    # A thousand texts would be one part.
    monkeypatch.setattr("assistant.building.encoding._PART", 10)

    def cut_off(stage, done, total):
        if stage == "encoding" and done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(own_corpus, index, progress=cut_off)
    report = build_index(own_corpus, index)
    assert 0 < report.n_encoded < everything
    assert report.id == storage.pointed_to(whole)


def test_what_is_kept_is_read_as_it_was_written(tmp_path):
    write_part(tmp_path / FOLDER, part())
    assert listed(read_parts(tmp_path / FOLDER)) == listed(part())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"\0"),
    ],
    ids=["cut", "empty", "altered"],
)
def test_a_spoiled_part_counts_as_none(tmp_path, spoil):
    write_part(tmp_path / FOLDER, part())
    write_part(tmp_path / FOLDER, part(2, seed=2))
    spoil(min((tmp_path / FOLDER).glob("*.part")))
    assert len(read_parts(tmp_path / FOLDER)) in {2, 3}


def test_adding_a_text_encodes_that_text_alone(quick, own_corpus, tmp_path):
    index = tmp_path / "index"
    quick(own_corpus, index)
    lines = '[[passage]]\nid = "kites/rec-1"\nasked_as = ["Is a gale too much?"]\n'
    (own_corpus / "asked_as" / "more.toml").write_text(lines, encoding="utf-8")
    assert build_index(own_corpus, index).n_encoded == 1
