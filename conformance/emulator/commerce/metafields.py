"""Data that apps hang on carts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

PermissionSet = Literal["app_only", "read", "write", "read_and_sf_access", "write_and_sf_access"]


class Metafield(Struct, frozen=True, kw_only=True):
    """A named value on a cart; namespace and key together are unique there."""

    id: int
    cart_id: str
    permission_set: PermissionSet
    namespace: str
    key: str
    value: str
    description: str = ""
    created: datetime
    modified: datetime

    def same_name(self, other: Metafield) -> bool:
        """Whether both would be the same entry of the same cart."""
        return (self.cart_id, self.namespace, self.key) == (other.cart_id, other.namespace, other.key)
