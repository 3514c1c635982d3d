"""Questions in the terminal: asked again until they are answered, or left for another time."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from getpass import getpass
from typing import Protocol, TypeVar

from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from bot.cli.doctor import report
from bot.talk import Finding
from metrics.errors import KpiError

LATER = "later"
"""The answer that leaves what is asked for another time."""
T = TypeVar("T")


class LaterError(Exception):
    """Somebody leaves this for another time."""


class Read(Protocol):
    """Reads a line that somebody types, or pastes without its being shown."""

    def __call__(self, prompt: str, *, hidden: bool) -> str:
        """Raises EOFError or KeyboardInterrupt where somebody ends it."""
        ...


@dataclass(frozen=True, slots=True)
class Prompts:
    """Speaks to somebody through `console` and hears them by `read`.

    `browse` opens an address in a browser on this machine, and gives whether there is one.
    """

    console: Console
    read: Read
    browse: Callable[[str], bool]

    def say(self, *sentences: str) -> None:
        """A line, in which nothing is markup."""
        self.console.print(Text(" ".join(sentences)))

    def heading(self, text: str) -> None:
        """What the next questions are about."""
        self.console.print()
        self.console.print(Text(text, style="bold"))

    def steps(self, steps: Iterable[str]) -> None:
        """What somebody does elsewhere, in order; the steps are Markdown."""
        text = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        self.console.print(Markdown(text))

    def link(self, address: str) -> None:
        """Open an address, or print it to be copied: no line break of ours is in it."""
        if not self.yes("Open it in a browser on this machine?") or not self.browse(address):
            self.say("Copy this whole link into a browser:")
            self.console.print(Text(address), soft_wrap=True)

    def wrong(self, sentence: str) -> None:
        """What is not right, and what to do."""
        self.console.print(Text(sentence[:1].upper() + sentence[1:], style="red"))

    def report(self, findings: Iterable[Finding]) -> bool:
        """Print each finding as it comes; gives whether all is well."""
        return report(findings, self.console)

    def text(
        self, question: str, check: Callable[[str], T], *, default: str = "", hidden: bool = False
    ) -> T:
        """What `check` makes of an answer that it takes. What it raises is said, and asked again.

        Enter alone answers `default`, which is not shown where it is hidden; where there is none
        it is said that there is another way on. Raises LaterError.
        """
        shown = "the one from before" if hidden else default
        offer = f" [Enter: {shown}]" if default else f" [or {LATER}]"
        while True:
            answer = _tidy(self.read(f"{question}{offer}: ", hidden=hidden))
            if answer.casefold() == LATER:
                raise LaterError
            try:
                return check(answer or default)
            except (ValueError, KpiError) as error:
                self.wrong(str(error))

    def choose(self, question: str, options: Sequence[str], default: int = 1) -> int:
        """The number of one of the options, counted from 1. Raises LaterError."""
        (choice,) = self.several(question, options, str(default), most=1)
        return choice

    def several(
        self, question: str, options: Sequence[str], default: str = "", *, most: int | None = None
    ) -> tuple[int, ...]:
        """The numbers of some of the options, counted from 1, each once; yes to the usual ones.

        Raises LaterError.
        """
        for number, option in enumerate(options, 1):
            self.say(f"  {number}  {option}")

        def check(answer: str) -> tuple[int, ...]:
            agreed = default if answer.casefold() in {"y", "yes"} else answer
            words = agreed.replace(",", " ").split()
            chosen = tuple(dict.fromkeys(int(word) for word in words if word.isdecimal()))
            known = len(words) == len(chosen) and set(chosen) <= set(range(1, len(options) + 1))
            if not known or not chosen or len(chosen) > (most or len(options)):
                what = "one number" if most == 1 else "one number or several, with commas"
                raise ValueError(f"Type {what}, from 1 to {len(options)}.")
            return chosen

        return self.text(question, check, default=default)

    def yes(self, question: str, *, default: bool = True) -> bool:
        """Whether the answer is yes. Raises LaterError."""

        def check(answer: str) -> bool:
            if answer.casefold() not in {"y", "yes", "n", "no"}:
                raise ValueError("Type y for yes or n for no.")
            return answer.casefold().startswith("y")

        return self.text(f"{question} (y/n)", check, default="y" if default else "n")


def terminal(console: Console) -> Prompts:
    """Questions to whoever sits at the terminal."""

    def read(prompt: str, *, hidden: bool) -> str:
        # getpass itself says the prompt, once nothing that is typed is shown any more.
        return getpass(prompt) if hidden else console.input(Text(prompt))

    return Prompts(console, read, webbrowser.open)


def _tidy(answer: str) -> str:
    """An answer without what comes along when it is copied: spaces, quotes, a line's end."""
    text = answer.strip()
    pair = text[:1] + text[-1:]
    return text[1:-1].strip() if len(text) > 1 and pair in {'""', "''", "``"} else text
