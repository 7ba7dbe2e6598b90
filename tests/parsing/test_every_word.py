"""Every word of a file, read in another way, is said by its document or told as left out."""

import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree, html
from printing import read_here
from pypdf import PdfReader

from assistant.characters import UNSEEN
from assistant.domain import Heading, Paragraph
from assistant.parsing.decoding import letters_of

SHARED = Path(__file__).parents[3] / "shared"
ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in (ROOT / "corpus", *(SHARED / name for name in ("cases", "newdocs", "realdocs")))
    for path in folder.glob("*.*")
    if path.suffix in {".txt", ".md", ".pdf", ".docx", ".html", ".htm", ".xhtml"}
    and path.name != "README.md"
)
WORDML = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD = re.compile(r"[^\W_]+")
INLINE = set("a b i em strong span sup sub u small font abbr code q cite".split())
# Of a PDF's words the other reader joins or parts some; and whether it knows a form's fields.
TOLERATED = {".pdf": 0.01}


def words(text):
    return Counter(WORD.findall(unicodedata.normalize("NFKC", text.translate(UNSEEN)).casefold()))


def written(path):
    match path.suffix:
        case ".pdf":
            pages = [page.extract_text() for page in PdfReader(path).pages]
            return "\n".join(pages)
        case ".docx":
            with zipfile.ZipFile(path) as package:
                names = [n for n in package.namelist() if re.match(r"word/[a-z]+\d*\.xml$", n)]
                return "\n".join(_of_word(package.read(name)) for name in names)
        case ".html" | ".htm" | ".xhtml":
            return _of_page(path.read_bytes())
    text = letters_of(path).text
    if path.suffix == ".md":
        # Addresses, comments and the kinds of boxes and code are not said.
        unsaid = (
            r"<!--.*?-->|\]\([^)\s]*\)|^\[[^\]^\n]+\]:[^\n]*$|^\s*(?:```|!!!|\?\?\?)\+? *[\w-]*"
        )
        text = re.sub(unsaid, " ", text, flags=re.DOTALL | re.MULTILINE)
        text = re.sub(r"</?[a-z]+[^<>]*>", " ", text)
    return text


def _of_word(part):
    root = etree.fromstring(part)
    # What was moved stands where it was moved to.
    for copy in list(root.iter("{*}Fallback", WORDML + "moveFrom")):
        copy.getparent().remove(copy)
    said = {WORDML + "t", WORDML + "delText"}
    return "".join(
        e.text or "" if e.tag in said else "" if e.tag == WORDML + "r" else " " for e in root.iter()
    )


def _of_page(data):
    root = html.document_fromstring(data)
    for element in root.xpath("//head|//script|//style|//noscript|//template"):
        element.drop_tree()

    def said(element):
        edge = "" if element.tag in INLINE else " "
        if not isinstance(element.tag, str):
            return element.tail or ""
        inner = (element.text or "") + "".join(map(said, element))
        return f"{edge}{inner}{edge}{element.tail or ''}"

    return said(root)


def given(document):
    """All that a document says and tells; marks of items stand in its source before their words."""
    said, spans = [], []
    for block in document.blocks:
        parts = (
            [block.excerpt]
            if isinstance(block, Heading | Paragraph)
            else [block.caption, *block.header, *(c for row in block.rows for c in row.cells)]
        )
        said += [part.text for part in parts]
        spans += [span for part in parts for span in part.spans]
    at = 0
    for start, end in sorted(set(spans)):
        said.append(document.source[at:start])
        at = max(at, end)
    said += [f"{omission.words}\n" * omission.n_times for omission in document.omissions]
    return "\n".join(said)


def may_be_slow(path):
    marks = [pytest.mark.slow] * (path.stat().st_size > 1_000_000)
    return pytest.param(path, id=path.name, marks=marks)


@pytest.mark.parametrize("path", [*map(may_be_slow, FILES)])
def test_every_word_is_said_or_told(path):
    there, found = words(written(path)), words(given(read_here(path)))
    missing = {word: n for word, n in (there - found).items() if not word.isdigit()}
    # A word that a line's end broke is two there and one here, or the other way round.
    whole = "".join(found - there)
    missing = {word: n for word, n in missing.items() if word not in whole}
    assert sum(missing.values()) <= TOLERATED.get(path.suffix, 0.0) * sum(there.values()), missing
