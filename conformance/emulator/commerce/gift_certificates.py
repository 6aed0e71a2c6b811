"""Gift certificates that were bought earlier and pay for a part of a checkout."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

CertificateStatus = Literal["active", "pending", "disabled", "expired"]


class GiftCertificate(Struct, frozen=True, kw_only=True):
    """A certificate with a code and a balance."""

    id: int
    code: str
    amount: Decimal
    balance: Decimal
    status: CertificateStatus = "active"
    to_name: str = ""
    to_email: str = ""
    from_name: str = ""
    from_email: str = ""
    message: str = ""
    template: str = "general.html"
    customer_id: int = 0
    order_id: int = 0
    currency_code: str = "USD"
    purchased: datetime
    expires: datetime | None = None

    def redeemable(self, now: datetime) -> bool:
        """Whether it can pay for something now."""
        return self.status == "active" and self.balance > 0 and (self.expires is None or self.expires > now)
