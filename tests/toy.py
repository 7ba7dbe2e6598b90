"""A corpus of invented guidance on kites, and an encoder that needs no weights.

The encoder gives every word piece a fixed random vector. It exports a real ONNX model, so that
everything behind the export runs as it does in earnest.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from assistant.building import encoding, writing
from assistant.indexing.encoder import DIMENSION, MAX_WORD_PIECES, WEIGHTS_SHA256, model_folder

N_VECTORS = 499

KITES = """Kites: guidance for parks

Abstract

This guidance says how kites are flown in public parks. It was written by a working group of the Society of Kite Fliers.

a. Recommendations for Launching

Launching needs room. A park should keep one field free of trees¹.

Table 1 Launching Priorities

Number\tPriority\tRecommendations (actions)\tResponsibility\tStatus*
1.\tKnow the wind before launching.\tMeasure the wind with a vane and cancel flights in a storm.\tWardens, fliers.\t<p>Planned</p>
2.\tTeach beginners.\tHold a class on knots and\tTeachers, wardens.\t<p>Begun</p> <p>Eg. the spring class.</p>
----\t----\t----\t----\t----

\t\ttangled string every Saturday.\t\tThe autumn class.

* Planned – nothing done yet, Begun – some work done, Settled – done for good

b. Recommendations for Landing

Landing is where most kites break. Fliers look behind them before they walk back.

Table 2 Landing Priorities

Number\tPriority\tRecommendations (actions)\tResponsibility\tStatus*
3.\tKeep pets away.\tTie dogs to the fence while kites come down.\tWardens.\tSettled: signs stand at each gate.
4.\tMend what broke.\tOpen a workshop for broken spars.\tALL\tPlanned

* Planned – nothing done yet, Begun – some work done, Settled – done for good

References

- [1] Vane W. The air above the meadow. *Journal of Strings* 1999; 4: 1–9.
"""

GUILD = """Kites and children

The Guild of Kite Makers welcomes every child who wants to fly.

We ask all makers to keep these rules:

  • Sell string that does not cut fingers
  • Print the safe wind speed on the box

Our museum lends old kites to schools.
"""

ASKED_AS = """
[[passage]]
id = "kites/rec-1"
asked_as = ["Is it too windy to fly?", "Who checks the weather first?", "flying in a storm"]

[[passage]]
id = "kites/rec-2"
asked_as = ["Can someone show my kid how to tie the line?", "lessons for newcomers"]

[[passage]]
id = "kites/rec-3"
asked_as = ["My puppy chases everything", "keeping animals out of the way"]

[[passage]]
id = "kites/rec-4"
asked_as = ["My stick snapped, who fixes it?", "repair of a cracked frame"]

[[passage]]
id = "guild/main/item-1"
asked_as = ["sharp thread hurting hands", "Is the line safe for little hands?"]
"""

OUTSIDE = """
[[group]]
distance = "far"
topic = "Cooking"
turn_to = "A cookery book."
questions = ["How long do I boil an egg?", "recipe for soup", "Is rice better than pasta?"]

[[group]]
distance = "near"
topic = "Balloons"
turn_to = ""
questions = ["May I release a balloon?", "helium prices"]
"""

LEXICON = """
[[term]]
name = "Society of Kite Fliers"
abbreviations = ["SKF"]
also = []

[[group]]
name = "Wardens"
asked = ["wardens", "keepers"]
named = ["Wardens"]

[[group]]
name = "Teachers"
asked = ["teachers"]
named = ["Teachers"]

[shorthand]
"u" = "you"
"""

MANIFEST = """
[[document]]
id = "{0}"
file = {file}
title = "{1}"
short_title = "{2}"
authors = ["A. Nobody"]
publisher = "{3}"
publisher_short = "{4}"
year = 2001
source_address = "https://kites.invalid"
licence = "Invented."
sha256 = "{sha256}"
{more}
"""


KITES_SAID = ("Kites: guidance for parks", "SKF kite guidance", "Society of Kite Fliers", "SKF")
STATUSES = 'n_recommendations = 4\nstatuses = ["Planned", "Begun", "Settled"]'
GUILD_SAID = ("Kites and children", "Guild statement", "Guild of Kite Makers", "GKM")
LEAGUE_SAID = ("More on kites", "League statement", "League of Kite Makers", "LKM")


def edited(*pairs: tuple[str, str], text: str = KITES) -> str:
    """Give the kite guidance with some of its words replaced, each of which stands there once."""
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def rewrite(path: Path, old: str, new: str, times: int = -1) -> None:
    """Put other words into a file, which holds the old ones."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def without_guild(corpus: Path) -> None:
    """Take the statement of the guild out of the corpus, with its entry and its questions."""
    for name, begins in (
        ("manifest", '[[document]]\nid = "'),
        ("asked_as/all", '[[passage]]\nid = "'),
    ):
        path = corpus / f"{name}.toml"
        path.write_text(
            path.read_text(encoding="utf-8").split(f"{begins}guild")[0], encoding="utf-8"
        )
    (corpus / "guild.txt").unlink()


def contents(folder: Path) -> dict[str, bytes]:
    """Give what every file of a folder holds, by name."""
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def write_corpus(folder: Path, kites: str = KITES) -> Path:
    """Write the toy corpus to a new folder."""
    folder.mkdir(parents=True)
    (folder / "asked_as").mkdir()
    (folder / "asked_as" / "all.toml").write_text(ASKED_AS, encoding="utf-8")
    (folder / "outside.toml").write_text(OUTSIDE, encoding="utf-8")
    (folder / "lexicon.toml").write_text(LEXICON, encoding="utf-8")
    put(folder, "kites.txt", kites.encode(), "kites", *KITES_SAID, more=STATUSES)
    put(folder, "guild.txt", GUILD.encode(), "guild", *GUILD_SAID)
    return folder


def add_document(corpus: Path, text: str = GUILD) -> None:
    """Add a document that nobody has asked anything of."""
    put(corpus, "league.txt", text.replace("Guild", "League").encode(), "league", *LEAGUE_SAID)


def put(corpus, name, content, *said, more="", is_written=True):
    """Put a file into a corpus and its manifest, as somebody with an editor would.

    `said` is its id, title, short title, publisher, and the publisher's abbreviation.
    """
    if is_written:
        (corpus / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    file = json.dumps(name, ensure_ascii=False)
    with (corpus / "manifest.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(MANIFEST.format(*said, file=file, sha256=digest, more=more))


# The word list of the builds, which takes a third of a second to read.
words_read_once = cache(writing.english_words)


def encode_quickly(patch=setattr):
    """Let builds use the toy's encoder, set by setattr or by monkeypatch's."""
    patch(encoding, "TorchEncoder", HashingEncoder)
    patch(writing, "english_words", words_read_once)


def build_quickly(patch=setattr):
    """Let builds use the toy's encoder, and a word list that is not read for half a second."""
    encode_quickly(patch)
    patch(writing, "english_words", lambda: ["kite", "wind"])


class HashingEncoder:
    """Takes the place of TorchEncoder: the mean of its word pieces' vectors, unit length."""

    identity = WEIGHTS_SHA256

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_WORD_PIECES)
        self._tokenizer.no_padding()
        table = np.random.default_rng(499).standard_normal((N_VECTORS, DIMENSION))
        self._table = table.astype(np.float32)

    def encode(self, texts):
        """Encode texts to (n, dimension)."""
        ids = [np.array(self._tokenizer.encode(text).ids) % N_VECTORS for text in texts]
        means = np.array([self._table[i].mean(0) for i in ids], dtype=np.float32)
        return means / np.linalg.norm(means, axis=1, keepdims=True)

    def export(self, folder: Path) -> None:
        """Write the same computation as an ONNX model, with its tokenizer."""
        import onnx
        from onnx import TensorProto, helper, numpy_helper

        folder.mkdir(parents=True, exist_ok=True)
        nodes = [
            helper.make_node("Mod", ["ids", "n"], ["bucket"]),
            helper.make_node("Gather", ["table", "bucket"], ["pieces"]),
            helper.make_node("ReduceMean", ["pieces"], ["mean"], axes=[1], keepdims=0),
            helper.make_node("LpNormalization", ["mean"], ["vectors"], axis=1, p=2),
            helper.make_node("LpNormalization", ["pieces"], ["tokens"], axis=2, p=2),
        ]
        wide = [
            helper.make_tensor_value_info(n, TensorProto.INT64, ["n_", "l"])
            for n in ("ids", "mask")
        ]
        out = [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n_", DIMENSION]),
            helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["n_", "l", DIMENSION]),
        ]
        constants = [
            numpy_helper.from_array(np.array(N_VECTORS, np.int64), "n"),
            numpy_helper.from_array(self._table, "table"),
        ]
        graph = helper.make_graph(nodes, "hashing", wide, out, constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.save(model, str(folder / "model.onnx"))
        tokenizer = model_folder() / "tokenizer.json"
        (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
