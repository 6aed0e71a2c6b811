"""What is drawn beside requests: carts, texts and addresses that every store has to take as they are."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.suite.faces import Wanted
from conformance.suite.people import ADA, Address
from conformance.suite.scenarios.choosing import goods
from conformance.targets.provisioning import Stock

# Documented: a customer message has at most 2000 characters.
LONGEST_MESSAGE = 2000
# As many of one thing as the suite makes sure that a store has.
MOST = 20
# So many lines show what depends on the number of lines; more only cost time.
MOST_LINES = 12
# Letters, digits and marks of words. What stores make of control characters, of blanks at the ends, of markup and of
# letters beyond the basic plane nobody has recorded.
LETTERS = st.characters(codec="utf-8", max_codepoint=0xFFFF, categories=("L", "Nd"), exclude_characters="\ufffd")
MARKS = st.sampled_from(" .,;:!?'\"&/-+()#%")


def carts(stock: Stock) -> st.SearchStrategy[tuple[Wanted, ...]]:
    """Different goods, each in some quantity."""
    choice = goods(stock)
    line = st.builds(
        lambda one, quantity: Wanted(one.product_id, one.variant_id, quantity),
        st.sampled_from(choice),
        st.integers(1, MOST),
    )
    most = min(MOST_LINES, len(choice))
    return st.lists(line, min_size=1, max_size=most, unique_by=lambda one: one.variant_id).map(tuple)


def messages() -> st.SearchStrategy[str]:
    """A text that begins and ends with a letter, up to as long as is allowed."""
    inner = st.text(st.one_of(LETTERS, MARKS), max_size=LONGEST_MESSAGE - 2)
    return st.tuples(LETTERS, inner, LETTERS).map("".join).filter(lambda text: len(text) <= LONGEST_MESSAGE)


def addresses() -> st.SearchStrategy[Address]:
    """Ada's address with other names, streets and towns."""
    word = st.text(LETTERS, min_size=1, max_size=24)
    return st.fixed_dictionaries(
        dict.fromkeys(("first_name", "last_name", "company", "address1", "address2", "city"), word)
    ).map(lambda drawn: {**ADA, **drawn})
