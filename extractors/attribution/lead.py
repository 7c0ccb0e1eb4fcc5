"""The short title that runs into its paragraph: 停车泊位项目。年度任务3000个，已开工1260个."""

from __future__ import annotations

import regex

from extractors.attribution.sentences import Sentence, clauses
from extractors.attribution.setting import Subject
from extractors.attribution.subject import noun_phrase
from extractors.attribution.written import Written

_LONGEST = 20
_NO_NAME = regex.compile(r"情况|总体|方面|工作|进度|问题|原因|打算|措施|下一?步|如下|：|，")


def lead_of(text: Written, sentence: Sentence) -> Subject | None:
    """What a sentence names that is nothing but a name; None where it says something or has figures."""
    if sentence.end - sentence.start > _LONGEST or len(clauses(text.string, sentence)) != 1:
        return None
    words = text.string[sentence.start : sentence.end].strip("。 \n")
    if text.quantities_in(sentence.start, sentence.end) or text.times_in(sentence.start, sentence.end):
        return None
    phrase = noun_phrase(words)
    named = len(phrase) >= 2 and regex.fullmatch(r"[\p{Han}“”、（）]+", words) and not _NO_NAME.search(words)
    return Subject(phrase) if named else None
