"""Fills in a Word form of the bureau's, and says in Chinese what is wrong with one, and where.

Its marks (`{{ unit }}`) are those of Jinja, filled in by docxtpl.
"""

from __future__ import annotations

import difflib
import io
import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from rules.system_reasons import system_reason

_NOT_IN_WORD: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold: one such character, in the name of a file, would cut the page off where it stands."""

_MARK: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_BRACE: Final = re.compile(r"\{\s?[{%]|[}%]\s?\}|[｛{]\s?[｛{]|[｝}]\s?[｝}]|[｛{]\s?[%％]|[%％]\s?[｝}]")
_NAME: Final = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
_QUOTED: Final = 60


class FormMistake(Exception):
    """The form cannot be filled in; the message is Chinese, and names the place in it."""


class Form(DocxTemplate):  # type: ignore[misc]  # the library has no types
    """A Word form. Keeps the part that is being filled in, its paragraphs as lines, to tell where it is wrong."""

    lines: tuple[str, ...] = ()

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> Any:
        self.lines = tuple(re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).split("\n"))
        for line in self.lines:
            if _BRACE.search(_MARK.sub("", words := _words(line))):
                raise FormMistake(f"“{_quoted(words)}”一处的花括号不成对，或用了全角的：标记要写成 {{{{ 名称 }}}}")
        return super().render_xml_part(src_xml, part, context, jinja_env)


def filled_form(form: Path | Callable[[], WordDocument], values: Callable[[Form], Mapping[str, Any]]) -> bytes:
    """The Word file that `form` (a file, or what makes one) gives with `values`; texts among them are text in it,
    whatever they hold. Raises FormMistake."""
    try:
        return _filled(form, values)
    except FormMistake:
        raise
    except OSError as error:
        raise FormMistake(system_reason(error)) from error


def _filled(form: Path | Callable[[], WordDocument], values: Callable[[Form], Mapping[str, Any]]) -> bytes:
    document = Form(_opened(form))
    # A form is a file of the bureau's, but what is in it shall reach nothing but the values.
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    known: Mapping[str, Any] = {}
    try:
        document.render_init()
        known = values(document)
        document.render(known, environment)
        content = io.BytesIO()
        document.save(content)
    except (FormMistake, OSError):
        raise
    except Exception as error:  # whatever a form that is damaged or reckons wrongly makes the libraries raise
        raise FormMistake(_reason(error, known) + _place(error, document.lines)) from error
    return content.getvalue()


def _opened(form: Path | Callable[[], WordDocument]) -> io.BytesIO:
    if isinstance(form, Path):
        return io.BytesIO(form.read_bytes())
    content = io.BytesIO()
    form().save(content)
    return io.BytesIO(content.getvalue())


def in_word(text: str) -> str:
    """The text without characters that no Word file can hold."""
    return _NOT_IN_WORD.sub("", text)


def _reason(error: Exception, known: Mapping[str, Any]) -> str:
    if isinstance(error, SecurityError):
        return "里面有不允许的写法"
    if isinstance(error, UndefinedError) and (found := _NAME.search(str(error))):
        name = found[1] or found[2]
        names = sorted({*known, *_names_below(known)})
        near = difflib.get_close_matches(name, names, n=1)
        return f"没有“{name}”这一项" + (f"，是否想写 {near[0]}？" if near else f"，可用的有：{'、'.join(names)}")
    if isinstance(error, TemplateSyntaxError):
        return _syntax_mistake(error.message or "")
    if isinstance(error, (KeyError, ValueError)) or type(error).__module__.startswith(("zipfile", "lxml", "docx")):
        return "不是 Word 文件（.docx），或已损坏"
    return f"里面的算式算不出来（{error}）"


def _syntax_mistake(message: str) -> str:
    """What Jinja says of a mark that it does not understand, in Chinese where it is of a common kind."""
    if found := re.search(r"innermost block that needs to be closed is '(\w+)'", message):
        return f"少了 {{% end{found[1]} %}}：有一处 {{% {found[1]} … %}} 没有收尾"
    if found := re.search(r"unknown tag '(\w+)'", message):
        return f"多出了 {{% {found[1]} %}}，或者少了与它对应的开头"
    if found := re.search(r"No (?:filter|test) named '([^']+)'", message):
        return f"没有“{found[1]}”这种处理"
    return f"标记写得不对（{message}）"


def _names_below(known: Mapping[str, Any]) -> set[str]:
    """The names in the rows of lists."""
    rows = (value[0] for value in known.values() if isinstance(value, list) and value)
    return {str(name) for row in rows if isinstance(row, Mapping) for name in row}


def _place(error: Exception, lines: tuple[str, ...]) -> str:
    """Where in the form it went wrong, by what is printed there."""
    at = getattr(error, "lineno", None)
    if "Unexpected end of template" in str(error):
        return ""  # the place is that of the last paragraph, whatever was left open
    if at is None:
        frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
        at = frames[-1] if frames else None
    words = _words(lines[at - 1]) if at is not None and 0 < at <= len(lines) else ""
    return f"，见“{_quoted(words)}”一处" if words else ""


def _words(xml: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", xml).split())


def _quoted(words: str) -> str:
    """The words about the first mark, as far as one needs them to find the place in Word."""
    mark = re.search(r"[{｛]", words)
    start = max(0, mark.start() - _QUOTED // 3) if mark and len(words) > _QUOTED else 0
    return ("…" if start else "") + words[start : start + _QUOTED] + ("…" if len(words) > start + _QUOTED else "")
