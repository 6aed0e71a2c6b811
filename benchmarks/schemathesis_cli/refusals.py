"""Why a well-formed request may be refused: documented reasons of business, and nothing else.

Each pattern stands for a rule that no schema can say; what it matches is the text of the refusal.
"""

from __future__ import annotations

REFUSALS: dict[str, str] = {
    r"Expected (int|float) <= \d{10,}": "a store's numbers have an end, which is published nowhere",
    r"At least one item is required": "a cart begins with something in it",
    r"Invalid enum value": "the store knows a handful of designs for gift certificates",
    r"left in the cart": "no consignment ships more of a line than the cart holds",
    r"Nothing to update": "an update of a consignment says what to change",
    r"Incorrect or mismatch": "a gift certificate that the store doesn't know, as recorded",
    r"does not exist": "a batch names things by ids that nobody has made",
    r"The item is of another kind": "a line stays what it is: product, custom item or gift certificate",
    r"chosen in a request of its own": "the guide asks for two requests: first the address, then the option",
    r"must be the number of a channel": "the channel is not the store's",
    r"Expected str matching regex '\^\(\[\^@": "an e-mail address that no mail can reach",
    r"holds at most 5 fees": "the limit counts the fees that the checkout has already",
    r"address for this order is incomplete": "an order needs to know where the goods and the bill go",
}
