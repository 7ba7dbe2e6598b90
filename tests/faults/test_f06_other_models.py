"""Another model than the index was made with is refused in words; no answer comes from mixed vectors.

There is no answering without the encoder: an index without a model that is its own does not answer.
"""

import json
import shutil

import numpy as np
import pytest
import toy

from assistant.ask import Assistant
from assistant.building import build_index, encoding
from assistant.errors import (
    AssistantError,
    BuildRefused,
    IndexDamaged,
    IndexStale,
    ModelUnavailable,
)
from assistant.indexing import encoder, manifests
from assistant.indexing.encoder import DIMENSION, OnnxEncoder

QUESTION = "Is it too windy to fly?"


class OtherEncoder(toy.HashingEncoder):
    """Another model of the same size: its vectors mean something else."""

    def __init__(self):
        super().__init__()
        table = np.random.default_rng(7).standard_normal((toy.N_VECTORS, DIMENSION))
        self._table = table.astype(np.float32)


class Misexported(toy.HashingEncoder):
    """A model whose export is another one's."""

    def export(self, folder):
        OtherEncoder().export(folder)


@pytest.fixture
def folder(toy_copy, current_build):
    return current_build(toy_copy)


@pytest.fixture
def other_model(tmp_path):
    OtherEncoder().export(tmp_path / "other")
    return tmp_path / "other" / "model.onnx"


def refuse(index, error, said):
    with pytest.raises(error, match=said) as refused:
        Assistant.open(index).ask(QUESTION)
    assert "run: python -m assistant build" in str(refused.value)


def test_another_model_of_the_same_size_in_the_index(toy_copy, folder, other_model):
    (folder / "encoder" / "model.onnx").unlink()
    shutil.copyfile(other_model, folder / "encoder" / "model.onnx")
    refuse(toy_copy, IndexDamaged, r"model\.onnx has been altered")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_model(toy_copy, folder, name):
    (folder / "encoder" / name).unlink()
    refuse(toy_copy, IndexDamaged, f"{name} is missing")


def test_a_model_whose_weights_have_changed(toy_copy, folder):
    path = folder / "encoder" / "model.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)
    refuse(toy_copy, IndexDamaged, r"model\.onnx has been altered")


def test_an_index_made_with_other_weights(toy_copy, folder):
    manifest = json.loads((folder / manifests.MANIFEST).read_text(encoding="utf-8"))
    manifests.write_manifest(folder, manifest | {"encoder": "0" * 64})
    refuse(toy_copy, IndexStale, "built with another encoder")


def test_a_file_that_is_no_model(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ModelUnavailable, match="build --force"):
        OnnxEncoder(tmp_path, encoder.WEIGHTS_SHA256)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda weights: weights.unlink(), "is missing; run: pip install"),
        (lambda weights: weights.write_bytes(b"other weights"), "holds other weights"),
    ],
    ids=["missing", "changed"],
)
def test_weights_are_checked_before_a_build_uses_them(
    quick, own_corpus, edit, tmp_path, monkeypatch, is_whole, spoil, said
):
    """The package of the weights lacks them, or brings others: nothing is loaded, nothing is built.

    A rebuild has no need of them: the encoder's export serves on from the build before.
    """
    index, fresh, model = tmp_path / "index", tmp_path / "fresh", tmp_path / "model"
    old = quick(own_corpus, index).id
    edit(own_corpus)
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"weights")
    spoil(model / "model.safetensors")
    monkeypatch.setattr(encoder, "model_folder", lambda: model)
    monkeypatch.setattr(encoding, "TorchEncoder", encoder.TorchEncoder)
    with pytest.raises(ModelUnavailable, match=said):
        build_index(own_corpus, fresh)
    assert not (fresh / "CURRENT").exists()
    assert is_whole(index) == old
    assert build_index(own_corpus, index).id == is_whole(index) != old


def test_an_export_that_gives_other_vectors_than_the_reference_is_not_published(
    own_corpus, tmp_path, monkeypatch
):
    """A model that exports another's vectors is found out before anything is published."""
    fresh = tmp_path / "fresh"
    monkeypatch.setattr(encoding, "TorchEncoder", Misexported)
    with pytest.raises(BuildRefused, match="differs from the reference"):
        build_index(own_corpus, fresh)
    assert not (fresh / "CURRENT").exists()


def test_the_command_says_it_in_one_line(toy_copy, folder, cli):
    (folder / "encoder" / "model.onnx").unlink()
    code, out, err = cli("ask", QUESTION, index=toy_copy)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("Error: ")


def test_all_of_these_are_errors_that_a_person_is_shown():
    for error in (IndexDamaged, IndexStale, ModelUnavailable, BuildRefused):
        assert issubclass(error, AssistantError)


@pytest.mark.slow
def test_question_vectors_are_those_that_the_index_was_made_of(assistant, fault):
    """Built with torch, asked with ONNX Runtime: the same text gives the same vector."""
    index = assistant.index
    some = np.arange(0, index.dense.n_rows, fault.size(97, 7))
    vectors = index.encoder.encode([index.texts[i] for i in some])
    cosines = (vectors * index.dense.vectors(some)).sum(axis=1)
    fault.note(f"least cosine of torch and ONNX over {len(some)} texts: {cosines.min():.6f}")
    assert cosines.min() >= encoding.MIN_EXPORT_COSINE
