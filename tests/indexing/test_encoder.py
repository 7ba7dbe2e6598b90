"""The exported encoder gives the reference's vectors, whatever stands beside a text."""

import json
import shutil
import sys

import numpy as np
import pytest
import toy

from assistant.errors import ModelUnavailable
from assistant.indexing import encoder
from assistant.indexing.encoder import (
    DIMENSION,
    WEIGHTS_SHA256,
    OnnxEncoder,
    TorchEncoder,
    check_weights,
    model_folder,
)

TEXTS = [
    "Who should be checking the AI still works?",
    "x",
    "Ünïcödé – “quotes” … 放射線技師 🩻",
    "audit " * 600,
    "HEIs, academics, CoR ECF working group, professional bodies.",
    "",
]


@pytest.fixture(scope="module")
def encode(assistant):
    """That of the other tests remembers what it has encoded."""
    index = assistant.index
    return OnnxEncoder(index.whole("encoder"), index.manifest.encoder).encode


@pytest.mark.slow
def test_the_exported_encoder_gives_the_vectors_of_the_reference(encode):
    reference, exported = TorchEncoder().encode(TEXTS), encode(TEXTS)
    assert ((reference * exported).sum(axis=1) >= 0.9999).all()


def test_the_stored_vectors_are_those_of_the_encoder(assistant, encode):
    index = assistant.index
    lines = (index.folder / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    some = np.arange(0, len(lines), 97)
    vectors = encode([json.loads(lines[i]) for i in some])
    assert ((vectors * index.dense.vectors(some)).sum(axis=1) >= 0.9999).all()


def test_a_vector_has_unit_length(encode):
    lengths = np.linalg.norm(encode(TEXTS), axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(encode):
    alone = [encode([text])[0].tolist() for text in TEXTS]
    assert encode(TEXTS).tolist() == alone


def test_words_beyond_the_longest_text_it_reads_are_left_out(encode):
    one, other = encode(["audit " * 300, "audit " * 300 + "kangaroo"])
    assert one.tolist() == other.tolist()


def test_the_hashing_encoder_of_these_tests_exports_what_it_encodes(tmp_path):
    encoder = toy.HashingEncoder()
    encoder.export(tmp_path)
    exported = OnnxEncoder(tmp_path, encoder.identity).encode(TEXTS)
    assert exported.shape == (len(TEXTS), DIMENSION)
    assert ((encoder.encode(TEXTS) * exported).sum(axis=1) >= 0.9999).all()


def test_the_installed_weights_are_the_published_ones():
    assert check_weights(model_folder()) == WEIGHTS_SHA256


def test_other_weights_are_refused_and_the_remedy_named(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(
        ModelUnavailable, match=r"holds other weights .* pip install --force-reinstall"
    ):
        check_weights(tmp_path)


def test_weights_are_checked_before_anything_loads_them(tmp_path, monkeypatch):
    shutil.copytree(model_folder(), tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    altered = bytearray(weights.read_bytes())
    altered[-1] ^= 1
    weights.write_bytes(altered)
    # The installed ones stay.
    monkeypatch.setattr(encoder, "model_folder", lambda: tmp_path / "model")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # importing it would fail
    with pytest.raises(ModelUnavailable, match="holds other weights"):
        TorchEncoder()


def test_missing_weights_are_refused_and_the_remedy_named(tmp_path):
    with pytest.raises(ModelUnavailable, match=r"is missing; run: pip install"):
        check_weights(tmp_path)


def test_a_folder_without_a_model_is_refused_and_the_remedy_named(tmp_path):
    with pytest.raises(ModelUnavailable, match="run: python -m assistant build --force"):
        OnnxEncoder(tmp_path, WEIGHTS_SHA256)
