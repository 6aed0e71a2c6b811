"""The closed vocabularies of the catalogue."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How binding a requirement is, in the sense of RFC 2119."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


class Surface(StrEnum):
    """The face of the API that a requirement speaks of."""

    SERVER = "server"
    STOREFRONT = "storefront"
    BOTH = "both"


class Evidence(StrEnum):
    """What shows that a requirement holds.

    ``scenario``: a hand-written test that names it. ``property``: generated requests.
    ``exchange``: a rule that looks at every exchange of the run, whoever sent it.
    """

    SCENARIO = "scenario"
    PROPERTY = "property"
    EXCHANGE = "exchange"
