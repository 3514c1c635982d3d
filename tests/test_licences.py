"""The page of others' licences, held to the lock and to what packages say of themselves."""

from __future__ import annotations

import re
from email.message import Message
from importlib.metadata import version

import pytest

from tests import licences

ROW = re.compile(r"^\| ([\w.-]+) \| ([\w., ]+) \| (.+) \|$", re.MULTILINE)
ROWS = {
    name: (versions.split(", "), words)
    for name, versions, words in ROW.findall(licences.PAGE.read_text())
}


def test_the_page_lists_what_the_lock_lists() -> None:
    """If not, run `make docs`."""
    printed = {name: versions for name, (versions, _) in ROWS.items() if name != "Package"}
    assert printed == licences.versions()


def test_the_licences_are_those_that_packages_name() -> None:
    """Of what is installed here in the version that was printed first."""
    here = {
        name: words
        for name, (versions, words) in ROWS.items()
        if name not in {"Package", *licences.ELSEWHERE} and version(name) == versions[0]
    }
    assert here
    assert here == {name: licences.licence_of(name) for name in here}


def test_the_first_clear_word_counts() -> None:
    about = Message()
    about["Name"] = "one"
    with pytest.raises(ValueError, match="one does not say"):
        licences.licence(about)
    about["License"] = "The text of a licence\nin lines"
    with pytest.raises(ValueError, match="one does not say"):
        licences.licence(about)
    about["Classifier"] = "License :: OSI Approved :: BSD License"
    assert licences.licence(about) == "BSD License"
    about["License-Expression"] = "BSD-3-Clause"
    assert licences.licence(about) == "BSD-3-Clause"
