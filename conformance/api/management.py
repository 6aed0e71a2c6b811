"""What provisioning needs: catalog, coupons, gift certificates (``specs/supporting/``)."""

from __future__ import annotations

import httpx

from conformance.api.answer import Answer, Caller, Json, path


class ManagementApi:
    """Calls below ``/stores/{hash}/v3`` (catalog) and ``/stores/{hash}/v2`` (marketing)."""

    def __init__(self, client: httpx.Client, catalog_url: str, marketing_url: str, token: str) -> None:
        headers = {"X-Auth-Token": token}
        self._catalog = Caller(client, catalog_url, headers)
        self._marketing = Caller(client, marketing_url, headers)

    def get_products(self, page: int = 1) -> Answer:
        """``getProducts``: GET /catalog/products, visible ones with variants and modifiers, by id."""
        # 50 is what one page holds by default; a store's first pages hold enough to choose from.
        query = {"is_visible": "true", "sort": "id", "limit": "50", "page": str(page)}
        return self._catalog.call(
            "getProducts",
            "GET",
            "/catalog/products",
            query=query,
            include=("variants", "options", "modifiers"),
        )

    def create_coupon(self, coupon: Json) -> Answer:
        """``createCoupon``: POST /coupons."""
        return self._marketing.call("createCoupon", "POST", "/coupons", body=coupon)

    def delete_coupon(self, coupon_id: int) -> Answer:
        """``deleteCoupon``: DELETE /coupons/{id}."""
        return self._marketing.call("deleteCoupon", "DELETE", path("/coupons/{id}", id=coupon_id))

    def create_gift_certificate(self, certificate: Json) -> Answer:
        """``createGiftCertificate``: POST /gift_certificates."""
        return self._marketing.call("createGiftCertificate", "POST", "/gift_certificates", body=certificate)

    def delete_gift_certificate(self, certificate_id: int) -> Answer:
        """``deleteGiftCertificate``: DELETE /gift_certificates/{id}."""
        where = path("/gift_certificates/{id}", id=certificate_id)
        return self._marketing.call("deleteGiftCertificate", "DELETE", where)
