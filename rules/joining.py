"""What counts as the same, or as the next larger, when figures are joined into equations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

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
    """Raises RuleMistake for a word in two groups, and for scopes that lie above each other in a circle."""
    loaded, lines = load_yaml_and_lines(file, Joining)
    for name in ("same_scopes", "same_classifiers"):
        seen: set[str] = set()
        for index, group in enumerate(getattr(loaded, name)):
            for word in group:
                if word in seen:
                    message = f"{name} 里的“{word}”写了两次"
                    raise RuleMistake(file, lines(name, index), message, "一个词只能在一组里，删去其中一个。")
                seen.add(word)
    for scope in loaded.scope_above:
        above: str | None = loaded.scope_above[scope]
        passed = {scope}
        while above is not None:
            if above in passed:
                message = f"{scope} 的上级绕了一圈又回到 {above}"
                raise RuleMistake(file, lines("scope_above", scope), message, "改正其中一行。")
            passed.add(above)
            above = loaded.scope_above.get(above)
    return loaded
