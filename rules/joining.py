"""What counts as the same, or as the next larger, when figures are joined into equations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rules.yaml_files import RuleModel, load_yaml

FILE = Path(__file__).with_name("joining.yaml")


class Joining(RuleModel):
    """`scope_above`: scope -> the larger one that holds it. The others are groups of words that mean the same."""

    scope_above: dict[str, str]
    unspecific_scopes: tuple[str, ...]
    same_scopes: tuple[tuple[str, ...], ...]
    same_classifiers: tuple[tuple[str, ...], ...]

    def scope(self, printed: str) -> str:
        """The one word that stands for this scope."""
        return self._first_of(self.same_scopes, printed)

    def classifier(self, printed: str) -> str:
        """The one classifier that stands for this one; a price's 人/年 counts as 人."""
        counted = printed.replace("·", "/").split("/")[0].removeprefix("每")
        return self._first_of(self.same_classifiers, counted)

    def above(self, scope: str) -> str | None:
        return self.scope_above.get(scope)

    @staticmethod
    def _first_of(groups: tuple[tuple[str, ...], ...], word: str) -> str:
        return next((group[0] for group in groups if word in group), word)


@cache
def load_joining(file: Path = FILE) -> Joining:
    """Raises RuleMistake."""
    return load_yaml(file, Joining)
