"""A model in a folder: which files it has, and the vectors that it makes."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from newsgrep.article import LEDE, Article
from newsgrep.engine.meaning import Meaning
from newsgrep.errors import UsageError
from newsgrep.meaning.folder import read_folder
from newsgrep.meaning.model import load_model, model_of
from tests.meaning.tiny_model import make_model, settings


def article(body: str, title: str = "", **more: str) -> Article:
    """An article with a text."""
    return Article("k", "p", body, title=title, **more)


def test_texts_that_mean_the_same_are_near(tmp_path):
    """The vectors have length 1; a word that the model does not know changes the direction of none."""
    model = load_model(make_model(tmp_path))
    vectors = model.of_articles([article("a physician"), article("flood"), article("flood", "cars")])
    query = model.of_query("Doctor")
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert vectors[0] @ query > 0.95
    assert abs(vectors[1] @ query) < 0.2
    assert vectors[2] @ model.of_query("automobile") > 0.6  # of the title


def test_the_order_and_the_batch_do_not_matter(tmp_path):
    """A text has the same vector alone and among longer ones, in the order of the articles."""
    model = load_model(make_model(tmp_path))
    texts = ["car", "strike flood car car car", "deluge", *["flood car"] * 40, "strike"]
    together = model.of_articles([article(text) for text in texts])
    alone = [model.of_articles([article(text)])[0] for text in texts]
    assert np.allclose(together, alone, atol=1e-6)


def test_a_lede_in_place_of_a_title_counts_once(tmp_path):
    """The body has it."""
    model = load_model(make_model(tmp_path))
    twice, once = model.of_articles(
        [article("car flood flood", "car", title_from=LEDE), article("car flood flood")]
    )
    assert np.allclose(twice, once)


def test_a_text_without_words_has_a_vector(tmp_path):
    """Of no direction."""
    model = load_model(make_model(tmp_path))
    assert not model.of_articles([article(""), article("unknown words")]).any()


@pytest.mark.parametrize("name", ["model_quantized.onnx", "onnx/model.onnx", "onnx/model_qint8_arm64.onnx"])
def test_the_places_of_a_model(tmp_path, name):
    """As the hub has them; another name counts where there is one model only."""
    assert read_folder(make_model(tmp_path, name=name)).model == tmp_path / name


def test_pooling_is_read(tmp_path):
    """The first token, or the largest numbers; both forms of the settings."""
    make_model(tmp_path)
    settings(tmp_path, "1_Pooling/config.json", pooling_mode_cls_token=True, pooling_mode_mean_tokens=False)
    model = load_model(tmp_path)
    assert np.allclose(model.of_query("car flood flood flood"), model.of_query("car"))
    settings(tmp_path, "1_Pooling/config.json", pooling_mode="max")
    model = load_model(tmp_path)
    assert np.allclose(model.of_query("car flood flood"), model.of_query("flood car"))


def test_a_pooling_that_is_not_known_is_refused(tmp_path):
    """Vectors of another pooling mean nothing."""
    make_model(tmp_path)
    settings(tmp_path, "1_Pooling/config.json", pooling_mode_lasttoken=True)
    with pytest.raises(UsageError, match="unknown pooling: pooling_mode_lasttoken"):
        load_model(tmp_path)


def test_the_output_of_the_whole_text_is_taken_where_there_is_one(tmp_path):
    """The model has pooled it itself."""
    whole = load_model(make_model(tmp_path / "whole", pooled=True))
    mean = load_model(make_model(tmp_path / "mean"))
    assert np.allclose(whole.of_query("car flood flood"), mean.of_query("car flood flood"), atol=1e-6)


def test_tokens_beyond_the_length_do_not_count(tmp_path):
    """The folder says how many count."""
    settings(make_model(tmp_path), "sentence_bert_config.json", max_seq_length=3)
    model = load_model(tmp_path)
    assert np.allclose(model.of_query("car car car flood flood"), model.of_query("car"))


def test_prompts_are_put_before_texts(tmp_path):
    """As the folder says; e5 without a word of it."""
    settings(make_model(tmp_path), "config_sentence_transformers.json", prompts={"query": "flood "})
    model = load_model(tmp_path)
    assert np.allclose(model.of_query("car"), model.of_articles([article("flood car")])[0])
    e5 = read_folder(make_model(tmp_path / "multilingual-e5-small"))
    assert (e5.query, e5.passage) == ("query: ", "passage: ")


def test_the_identity_is_that_of_the_contents(tmp_path):
    """Another folder with the same files is the same model; other weights, or another pooling, are not."""
    first = load_model(make_model(tmp_path / "first")).meaning
    assert first == Meaning(first.name, 8, str(tmp_path / "first"))
    assert load_model(make_model(tmp_path / "copy")).meaning.name == first.name
    assert load_model(make_model(tmp_path / "other", seed=2)).meaning.name != first.name
    settings(make_model(tmp_path / "pooled"), "1_Pooling/config.json", pooling_mode="cls")
    assert load_model(tmp_path / "pooled").meaning.name != first.name


def test_a_folder_without_a_model_says_what_is_missing(tmp_path):
    """And what to do."""
    with pytest.raises(UsageError, match="no folder"):
        load_model(tmp_path / "gone")
    with pytest.raises(UsageError, match=r"has no model: neither model.onnx nor onnx/model.onnx"):
        load_model(tmp_path)
    make_model(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(UsageError, match=r"no tokenizer.json"):
        load_model(tmp_path)


def test_several_models_without_a_usual_name_are_refused(tmp_path):
    """Which one is meant nobody knows."""
    make_model(tmp_path, name="a.onnx")
    make_model(tmp_path, name="b.onnx")
    with pytest.raises(UsageError, match=r"several models: a.onnx, b.onnx"):
        load_model(tmp_path)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_broken_file_is_reported(tmp_path, name):
    """With the folder, and in one line."""
    (make_model(tmp_path) / name).write_text("{}", "utf-8")
    with pytest.raises(UsageError) as raised:
        load_model(tmp_path)
    assert str(tmp_path) in raised.value.message
    assert "\n" not in raised.value.message
    assert raised.value.hint


def test_a_model_that_is_gone_or_replaced_is_not_used(tmp_path):
    """The next step is to name where it is now."""
    meaning = load_model(make_model(tmp_path / "model")).meaning
    assert model_of(meaning).meaning == meaning
    make_model(tmp_path / "model", seed=2)
    with pytest.raises(UsageError, match="by another model") as raised:
        model_of(meaning)
    assert "index --meaning FOLDER" in raised.value.hint
    (tmp_path / "model").rename(tmp_path / "moved")
    with pytest.raises(UsageError, match="no folder") as raised:
        model_of(meaning)
    assert "index --meaning FOLDER" in raised.value.hint


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_without_the_libraries_the_error_installs_them(tmp_path, monkeypatch, library):
    """Those of the extra `meaning`."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=f"a model of meaning needs {library}") as raised:
        load_model(make_model(tmp_path))
    assert "install" in raised.value.hint
