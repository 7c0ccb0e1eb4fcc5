"""Cuts phrases into words with jieba, taught the words of this field (its stock dictionary cuts 市|本级, 占|比)."""

from __future__ import annotations

import logging
from functools import cache, lru_cache

import jieba

from extractors.attribution.word_frequencies import word_frequencies
from rules.metrics import catalogue
from rules.words import words

_SURE = 2_000_000
"""A frequency that makes a word of ours win over its parts."""


@cache
def _tokenizer() -> jieba.Tokenizer:
    logging.getLogger("jieba").setLevel(logging.WARNING)
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = word_frequencies()
    tokenizer.initialized = True
    known = words()
    ours = {*known.scopes, *known.subject_leads, *known.subject_tails, *known.verbs, *known.adverbs, *known.segments}
    ours.update(name for metric in catalogue().by_code.values() for name in (metric.name, *metric.aliases))
    for word in ours:
        if len(word) > 1:
            tokenizer.add_word(word, freq=_SURE)
    return tokenizer


@lru_cache(maxsize=20_000)
def segments(phrase: str) -> tuple[str, ...]:
    """The words of a short phrase, in order; joined they are the phrase again."""
    return tuple(_tokenizer().cut(phrase, HMM=False))
