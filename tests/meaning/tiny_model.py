"""A model of sentences as small as can be: a vector a word, of which a text has the mean."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

#: Words that mean about the same, a group a dimension.
GROUPS = (
    ("car", "cars", "automobile", "vehicle"),
    ("strike", "walkout", "stoppage"),
    ("flood", "deluge", "inundation"),
    ("physician", "doctor", "surgeon"),
)


def make_model(folder: Path, *, seed: int = 1, name: str = "model.onnx", pooled: bool = False) -> Path:
    """Write a model and its tokenizer to a folder, and return the folder.

    seed:   another one makes another model of the same words
    pooled: whether the model has the vector of the text itself as its output
    """
    vocabulary = {"[UNK]": 0} | {
        word: number for number, word in enumerate((word for group in GROUPS for word in group), 1)
    }
    rng = np.random.default_rng(seed)
    vectors = np.zeros((len(vocabulary), 8), np.float32)
    for dimension, group in enumerate(GROUPS):
        for word in group:
            vectors[vocabulary[word], dimension] = 1
            vectors[vocabulary[word], 4:] = rng.normal(0, 0.05, 4)
    nodes = [helper.make_node("Gather", ["vectors", "input_ids"], ["last_hidden_state"])]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["b", "s", 8])]
    if pooled:
        names = ["last_hidden_state"], ["sentence_embedding"]
        nodes.append(helper.make_node("ReduceMean", *names, axes=[1], keepdims=0))
        outputs.append(helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["b", 8]))
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["b", "s"])]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, [numpy_helper.from_array(vectors, "vectors")])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    onnx.save(made, folder / name)
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def settings(folder: Path, name: str, **values: object) -> None:
    """Write one of the files of settings that sentence-transformers has in the folder of a model."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(values), "utf-8")
