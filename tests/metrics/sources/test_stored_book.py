"""A book of very many words gives the codes that the plain one gives."""

from __future__ import annotations

from metrics.sources.codebooks import Codebook
from metrics.sources.stored_book import StoredBook
from metrics.tickets.narrow import Narrow

WORDS = ["", "desk:a:1", "desk:a:10", "desk:b:2", "Ünal"]


def test_codes_stay_and_new_words_get_the_next_ones() -> None:
    plain = Codebook({word: code for code, word in enumerate(WORDS)})
    book = StoredBook.of(plain)
    assert [book[word] for word in WORDS] == [0, 1, 2, 3, 4]
    assert (book.get("desk:a:2", 0), book.get("a word that is longer than all", 0)) == (0, 0)
    assert (book["new"], book["newer"], book["new"]) == (5, 6, 5)
    again = StoredBook.of(book)
    assert [again[word] for word in (*WORDS, "new", "newer", "newest")] == list(range(8))


def test_its_table_makes_it_again() -> None:
    table = StoredBook.of(Codebook({word: code for code, word in enumerate(WORDS)})).table
    again = StoredBook(table["words"].whole(), table["codes"])
    assert [again[word] for word in WORDS] == [0, 1, 2, 3, 4]
    assert isinstance(table["codes"], Narrow)
