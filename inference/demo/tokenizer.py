"""A byte-level BPE tokenizer trained on the curriculum, so that its programs take few tokens.

A line break and the indentation after it are one token, a call or an attribute with its simple
arguments can be one, and loose digits go in groups of three: a line of Python is some five tokens.
Every text has a spelling, since all 256 bytes are in the vocabulary: a Korean word that the
curriculum uses is a token or two, any other up to three a syllable.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from inference.demo.chat import BOS, CHAT_TEMPLATE, EOS

__all__ = ["save_tokenizer", "train_tokenizer"]

PIECES = (
    r"\n[\n ]*"  # line breaks, and the indentation of the line that follows
    r"| ?[A-Za-z_]\w*(?:\(\)|[.(\[=]+[\"'f({\[-]*\w+[\"']*)+[)\]},:\"']*"  # a.b(c), whole
    r"| [-+*/%=<>!]+ [\w.]+[,:)\]]*"  # an operator and its right side
    r"|[ .]?[\p{L}_]+"  # a word or a name, with the space or the dot before it
    r"| ?\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}_]+"  # punctuation
    r"| +(?! )|\s"
)


def train_tokenizer(texts: Iterable[str], vocab_size: int) -> Tokenizer:
    """Learn merges from `texts`; the result has at most `vocab_size` tokens, special ones first."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        min_frequency=2,
        special_tokens=[BOS, EOS],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, folder: Path, max_length: int) -> None:
    """Write `tokenizer.json` and `tokenizer_config.json` as Transformers and vLLM read them."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": BOS,
        "eos_token": EOS,
        "pad_token": EOS,
        "add_bos_token": False,
        "add_eos_token": False,
        "clean_up_tokenization_spaces": False,
        "model_max_length": max_length,
        "chat_template": CHAT_TEMPLATE,
    }
    text = json.dumps(config, ensure_ascii=False, indent=2)
    (folder / "tokenizer_config.json").write_text(text + "\n", encoding="utf-8")
