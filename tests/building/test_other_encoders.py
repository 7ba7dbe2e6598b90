"""Another encoder is named at build, kept by the builds after it, and given up again by name."""

import json
import shutil

import numpy as np
import pytest

from assistant.ask import Assistant
from assistant.building import build_index
from assistant.building.encoding import encoder_source
from assistant.errors import BuildRefused, ModelUnavailable
from assistant.indexing import storage
from assistant.indexing.encoder import (
    DESCRIPTION,
    WEIGHTS_SHA256,
    OnnxEncoder,
    TorchEncoder,
    identity_of,
    model_folder,
)

N_DIMENSIONS, N_PIECES = 32, 48
TEXTS = ["Is it too windy to fly?", "x", "", "audit " * 90]


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    """A small BERT with random weights, as Transformers saves one."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(3)
    folder = tmp_path_factory.mktemp("bert")
    config = BertConfig(
        hidden_size=N_DIMENSIONS,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=N_PIECES,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer = BertTokenizerFast(tokenizer_file=str(model_folder() / "tokenizer.json"))
    tokenizer.save_pretrained(folder)
    return folder


def saved(bert, folder, *behind):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Transformer

    transformer = Transformer(str(bert), max_seq_length=N_PIECES)
    SentenceTransformer(modules=[transformer, *behind], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="module")
def small(bert, tmp_path_factory):
    """A sentence-transformers folder whose vectors are those of the first token, made narrower."""
    from sentence_transformers.sentence_transformer.modules import Dense, Pooling

    behind = Pooling(N_DIMENSIONS, pooling_mode="cls"), Dense(N_DIMENSIONS, 24)
    return saved(bert, tmp_path_factory.mktemp("small") / "small-bert", *behind)


@pytest.fixture(scope="module")
def exported(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    TorchEncoder(small).export(folder)
    return folder


pytestmark = pytest.mark.slow


def test_an_export_gives_the_folders_own_vectors_however_it_pools(small, exported):
    reference = TorchEncoder(small)
    vectors = OnnxEncoder(exported, reference.identity).encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 24)
    np.testing.assert_allclose(vectors, reference.encode(TEXTS), atol=1e-5)


def test_an_export_says_what_it_is_and_reads_no_more_than_its_model_can(small, exported):
    stated = json.loads((exported / DESCRIPTION).read_text())
    assert stated["name"] == "small-bert"
    assert stated["sha256"] == identity_of(small)
    assert stated["max_word_pieces"] == N_PIECES
    assert len(stated["weights"]) == 2
    assert str(small.parent) not in (exported / DESCRIPTION).read_text()


def test_other_weights_settings_or_tokenizers_are_another_encoder(small, tmp_path):
    known = {identity_of(small)}
    for at, name in enumerate(
        ("2_Dense/model.safetensors", "1_Pooling/config.json", "tokenizer.json")
    ):
        copy = shutil.copytree(small, tmp_path / str(at))
        path = copy / name
        path.write_bytes(path.read_bytes() + b" ")
        known.add(identity_of(copy))
    assert len(known) == 4


def test_a_build_is_made_kept_and_given_up_by_name(small, toy_copy, toy_corpus):
    first = storage.pointed_to(toy_copy)
    report = build_index(toy_corpus, toy_copy, encoder=str(small))
    built = storage.open_current(toy_copy)
    assert report.is_new
    assert report.n_encoded > 0
    assert (built.manifest.encoder, built.manifest.dimension) == (identity_of(small), 24)
    assert built.check_everything() == []
    assert Assistant(built).ask("Is it too windy to fly?").citations
    assert not build_index(toy_corpus, toy_copy).is_new
    again = build_index(toy_corpus, toy_copy, force=True)
    assert (again.id, again.n_encoded) == (report.id, 0)
    assert not build_index(toy_corpus, toy_copy, encoder=str(small)).is_new
    assert encoder_source("default", built).identity == WEIGHTS_SHA256
    assert encoder_source("", storage.open_build(toy_copy, first)).identity == WEIGHTS_SHA256


def test_a_kept_encoder_that_is_damaged_is_asked_for(small, toy_copy, toy_corpus):
    build_index(toy_corpus, toy_copy, encoder=str(small))
    built = storage.open_current(toy_copy)
    (built.folder / "encoder" / "model.onnx").write_bytes(b"")
    with pytest.raises(BuildRefused, match="--encoder FOLDER, or --encoder default"):
        build_index(toy_corpus, toy_copy)
    assert build_index(toy_corpus, toy_copy, encoder=str(small)).n_encoded == 0


def test_late_interaction_alone_is_told_that_it_cannot_be_used(bert, tmp_path):
    folder = saved(bert, tmp_path / "colbert")
    with pytest.raises(ModelUnavailable, match="vectors of single tokens and none of a whole text"):
        TorchEncoder(folder)


def test_a_folder_that_is_no_encoder_is_told(bert, tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere", bert):
        with pytest.raises(ModelUnavailable, match="has saved"):
            identity_of(folder)
