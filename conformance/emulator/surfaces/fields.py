"""Types of single members of request bodies, with their documented limits."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

# A quantity column of a store holds 32 bits; nobody orders more.
Quantity = Annotated[int, Meta(ge=1, le=2_147_483_647)]
# The highest price that the domain calculates with (commerce.money).
Price = Annotated[float, Meta(ge=0, le=1_000_000_000)]
Id = Annotated[int, Meta(ge=1, le=9_223_372_036_854_775_807)]
CustomerId = Annotated[int, Meta(ge=0, le=9_223_372_036_854_775_807)]
Count = Annotated[int, Meta(ge=0, le=2_147_483_647)]
Version = Annotated[int, Meta(ge=1)]
# Empty where a guest has given none.
Email = Annotated[str, Meta(pattern=r"^([^@\s]+@[^@\s]+)?$")]
# Who gives or gets a certificate: mail has to reach them.
ReachableEmail = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+\Z")]
Uri = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9+.\-]*:[!-~]+\Z")]
CountryCode = Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")]
CurrencyCode = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
Code = Annotated[str, Meta(min_length=1, max_length=50)]
Message = Annotated[str, Meta(max_length=2000)]
GiftMessage = Annotated[str, Meta(max_length=200)]
GiftAmount = Annotated[float, Meta(ge=1, le=1000)]
Named = Annotated[str, Meta(min_length=1)]
