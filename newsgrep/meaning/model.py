"""A model that makes vectors of texts. Texts with a similar meaning have vectors near one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgrep.article import LEDE, Article
from newsgrep.engine.meaning import Meaning
from newsgrep.errors import UsageError
from newsgrep.extras import library_needed
from newsgrep.meaning.folder import ModelFolder, read_folder

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

#: Texts of a batch. A larger batch is not faster on a core.
_BATCH = 16
#: Most characters of a token, about. It limits the part of a text that is cut into tokens.
_CHARACTERS_PER_TOKEN = 12


class Model:
    """A loaded model.

    meaning: the identity of the model in the header of an index
    """

    def __init__(self, found: ModelFolder, threads: int = 0) -> None:
        """Load the model. It uses `threads` threads; 0 for one per core.

        Raises UsageError if a library is missing, or if it is not a model of texts.
        """
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            library = "tokenizers" if error.name == "tokenizers" else "onnxruntime"
            raise library_needed("a model of meaning", library, "meaning") from error
        self._found = found
        try:
            self._tokenizer = Tokenizer.from_file(str(found.tokenizer))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.log_severity_level = 3  # the user can do nothing about warnings
            self._session = onnxruntime.InferenceSession(
                str(found.model), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the two libraries raise errors without a common class
            raise UsageError(
                f"the model in {found.folder} cannot be loaded: {_first_line(error)}", "download it again"
            ) from error
        self._tokenizer.enable_truncation(found.length)
        self._tokenizer.no_padding()
        self._inputs = [one.name for one in self._session.get_inputs()]
        if unknown := {*self._inputs} - {"input_ids", "attention_mask", "token_type_ids"}:
            raise UsageError(
                f"the model in {found.folder} is not for texts: it needs {', '.join(sorted(unknown))}",
                "choose a sentence-embedding model; see docs/meaning.md",
            )
        self._output = self._chosen_output()
        self.meaning = Meaning(found.digest(), len(self.of_query("a")), str(found.folder.absolute()))

    def _chosen_output(self) -> str:
        """Return the name of the output to use: the vectors of whole texts, if the model has them."""
        outputs = {one.name: one.shape for one in self._session.get_outputs()}
        whole = [name for name in ("sentence_embedding", "text_embeds") if name in outputs]
        return (whole or list(outputs))[0]

    def of_query(self, text: str) -> Vectors:
        """Return the vector of a query, of length 1."""
        vector: Vectors = self._vectors([self._found.query + text])[0]
        return vector

    def of_articles(self, articles: Sequence[Article]) -> Vectors:
        """Return the vectors of articles, each of length 1."""
        most = _CHARACTERS_PER_TOKEN * self._found.length
        return self._vectors([self._found.passage + text_for_model(article, most) for article in articles])

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        encoded = self._tokenizer.encode_batch(list(texts))
        # Texts of similar length are in one batch, as the padding of shorter texts takes time, too.
        order = sorted(range(len(texts)), key=lambda number: len(encoded[number].ids))
        found: list[Any] = [None] * len(texts)
        for start in range(0, len(order), _BATCH):
            numbers = order[start : start + _BATCH]
            for number, vector in zip(numbers, self._run([encoded[n] for n in numbers]), strict=True):
                found[number] = vector
        vectors = np.array(found, np.float32)
        if not np.isfinite(vectors).all():
            raise UsageError(
                f"the model in {self._found.folder} makes vectors with infinite numbers",
                "choose another file of the model",
            )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)

    def _run(self, encoded: Sequence[Any]) -> Vectors:
        """Return the vectors of texts that are cut into tokens."""
        import numpy as np

        ids = np.zeros((len(encoded), max(1, *(len(one.ids) for one in encoded))), np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        try:
            output = self._session.run([self._output], {name: given[name] for name in self._inputs})[0]
        except Exception as error:  # the errors of onnxruntime have no common class
            raise UsageError(
                f"the model in {self._found.folder} fails: {_first_line(error)}",
                "choose a sentence-embedding model; see docs/meaning.md",
            ) from error
        vectors = np.asarray(output, np.float32)
        if vectors.ndim == 3:
            vectors = _POOL[self._found.pooling](vectors, mask[:, :, None])
        if vectors.ndim != 2 or len(vectors) != len(encoded):
            raise UsageError(
                f"the model in {self._found.folder} makes no vector of a text",
                "choose a sentence-embedding model; see docs/meaning.md",
            )
        return vectors


def _mean(tokens: Any, mask: Any) -> Any:
    return (tokens * mask).sum(axis=1) / mask.sum(axis=1).clip(min=1)


def _largest(tokens: Any, mask: Any) -> Any:
    return (tokens - 1e9 * (1 - mask)).max(axis=1)


_POOL: dict[str, Callable[[Any, Any], Any]] = {
    "mean": _mean,
    "max": _largest,
    "cls": lambda tokens, mask: tokens[:, 0],
}


def text_for_model(article: Article, most: int) -> str:
    """Return the title and the body of an article; `most` characters of the body at most."""
    title = "" if article.title_from == LEDE else article.title
    return f"{title}\n{article.body[:most]}".strip()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def load_model(folder: Path, threads: int = 0) -> Model:
    """Return the model in a folder, loaded once. Raises UsageError."""
    return _loaded(read_folder(folder), threads)


def model_of(meaning: Meaning, threads: int = 0) -> Model:
    """Return the model of an index, loaded once. Raises UsageError if its folder no longer has it."""
    hint = "name the folder that has it now with: newsgrep index --meaning FOLDER"
    try:
        found = read_folder(Path(meaning.folder))
    except UsageError as error:
        raise UsageError(error.message, hint) from error
    model = _loaded(found, threads)
    if model.meaning.name != meaning.name:
        raise UsageError(f"the vectors of the index are by another model than {meaning.folder} has now", hint)
    return model


@lru_cache(maxsize=1)  # newsgrep watch and browse ask for it again
def _loaded(found: ModelFolder, threads: int) -> Model:
    return Model(found, threads)
