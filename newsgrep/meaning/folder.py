"""The folder of a model: its files, and how texts are prepared for it.

It has the layout of sentence-transformers and of the Hugging Face hub:

    model.onnx, model_quantized.onnx   the model, also in onnx/; or the only .onnx file there
    tokenizer.json                     how a text is cut into tokens
    1_Pooling/config.json              how the vectors of tokens are pooled: mean (by default), cls or max
    sentence_bert_config.json          max_seq_length: the first tokens of a text, which the model reads
    config_sentence_transformers.json  prompts: the texts to put before a query and before a passage
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import Struct

from newsgrep.errors import UsageError

Pooling = Literal["mean", "cls", "max"]

_NAMES = ("model.onnx", "model_quantized.onnx")
_POOLINGS: dict[str, Pooling] = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
}
#: Tokens of a text that are read if the folder does not say how many: as many as well-known models read.
_USUAL_LENGTH = 256
#: Tokens of a text that are read at most: more would be slower, and no article is longer.
_MOST_TOKENS = 8_192

_HINT = "download a model that has both; see docs/meaning.md"


class ModelFolder(Struct, frozen=True):
    """A model as its folder describes it.

    model, tokenizer: its files
    pooling: how the vectors of tokens become one vector, if the model returns vectors of tokens
    length:  the number of first tokens of a text that the model reads
    query, passage: the prompts, which are put before a query, and before the text of an article
    stamp:   the time of the last change of the model's file, by which a new model is recognised
    """

    folder: Path
    model: Path
    tokenizer: Path
    pooling: Pooling
    length: int
    query: str
    passage: str
    stamp: int

    def digest(self) -> str:
        """Return a hash of all that the vectors depend on: the files, and how texts are prepared."""
        hashed = hashlib.blake2b(digest_size=8)
        weights = sorted(self.model.parent.glob(f"{self.model.name}_data*"))
        for path in (self.model, *weights, self.tokenizer):
            with path.open("rb") as file:
                hashed.update(hashlib.file_digest(file, "blake2b").digest())
        hashed.update(repr((self.pooling, self.length, self.query, self.passage)).encode())
        return hashed.hexdigest()


def read_folder(folder: Path) -> ModelFolder:
    """Return the model that a folder describes. Raises UsageError if the folder has no model."""
    tokenizer = folder / "tokenizer.json"
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder} with a model", "name the folder that has it")
    model = _model_in(folder)
    if not tokenizer.is_file():
        raise UsageError(f"{folder} has a model, and no tokenizer.json", _HINT)
    query, passage = _prompts(folder)
    return ModelFolder(
        folder, model, tokenizer, _pooling(folder), _length(folder, tokenizer), query, passage,
        model.stat().st_mtime_ns,
    )  # fmt: skip


def _model_in(folder: Path) -> Path:
    places = (folder, folder / "onnx")
    for path in (place / name for place in places for name in _NAMES):
        if path.is_file():
            return path
    others = [path for place in places for path in sorted(place.glob("*.onnx"))]
    if len(others) == 1:
        return others[0]
    if others:
        raise UsageError(
            f"{folder} has several models: {', '.join(path.name for path in others)}",
            f"rename the one to use to {_NAMES[0]}, or remove the others",
        )
    raise UsageError(f"{folder} has no model: neither {_NAMES[0]} nor onnx/{_NAMES[0]}", _HINT)


def _settings(file: Path) -> dict[str, Any]:
    """Return the object in a JSON file; empty if there is no such file. Raises UsageError."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read: {error}", "download the model again") from error
    if not isinstance(found, dict):
        raise UsageError(f"{file} is not a JSON object", "download the model again")
    return found


def _pooling(folder: Path) -> Pooling:
    """Return how vectors of tokens are pooled. Raises UsageError for an unknown way."""
    file = folder / "1_Pooling" / "config.json"
    settings = _settings(file)
    named = str(settings.get("pooling_mode", ""))
    chosen = [key for key, value in settings.items() if key.startswith("pooling_mode_") and value is True]
    ways = {named} if named else {_POOLINGS.get(key, key) for key in chosen}
    if len(ways) <= 1 and ways <= {"mean", "cls", "max"}:
        return cast(Pooling, next(iter(ways), "mean"))
    raise UsageError(
        f"{file} names an unknown pooling: {', '.join(sorted(ways))}",
        "choose a model with mean, cls or max pooling",
    )


def _length(folder: Path, tokenizer: Path) -> int:
    truncation = _settings(tokenizer).get("truncation")
    numbers = (
        _settings(folder / "sentence_bert_config.json").get("max_seq_length"),
        truncation.get("max_length") if isinstance(truncation, dict) else None,
        _settings(folder / "tokenizer_config.json").get("model_max_length"),
    )
    found = (one for one in numbers if isinstance(one, int) and 2 < one <= _MOST_TOKENS)
    return next(found, _USUAL_LENGTH)


def _prompts(folder: Path) -> tuple[str, str]:
    """Return the prompts for queries and passages: from the folder, or by the kind of the model."""
    prompts = _settings(folder / "config_sentence_transformers.json").get("prompts")
    if isinstance(prompts, dict) and any(prompts.values()):
        passage = prompts.get("passage") or prompts.get("document") or ""
        return str(prompts.get("query") or ""), str(passage)
    trained_as = f"{folder.resolve().name} {_settings(folder / 'config.json').get('_name_or_path', '')}"
    return ("query: ", "passage: ") if re.search(r"\be5\b", trained_as, re.IGNORECASE) else ("", "")
