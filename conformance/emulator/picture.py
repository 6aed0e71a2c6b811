"""What a store holds, drawn for people: the newest carts, checkouts and orders in a few words each."""

from __future__ import annotations

from conformance.emulator.commerce.catalog import Product
from conformance.emulator.commerce.checkout import Checkout, LineItem
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.money import total
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.refusals import Refusal
from conformance.emulator.goods import Standing
from conformance.emulator.messages import Json
from conformance.emulator.storage import Documents
from conformance.emulator.surfaces.view import number, timestamp
from conformance.emulator.till import Till

KINDS = {"products": "product", "coupons": "coupon", "gift_certificates": "gift certificate", "orders": "order"}


def picture(till: Till, limit: int) -> Json:
    """The store for a page that shows it; at most `limit` of each kind, the newest first."""
    held = till.documents.newest("checkout", Checkout, limit)
    priced = [(one, _quote(till, one)) for one in held]
    settings = till.settings
    counts = {name: till.documents.amount(kind) for name, kind in KINDS.items()}
    counts |= {"purchases": till.documents.amount("checkout"), "sessions": till.documents.amount("session")}
    return {
        "store": {
            "hash": settings.store_hash,
            "currency": "USD",
            "tax_mode": settings.tax_mode,
            "tax_rate": f"{total(rate.rate for rate in till.tax.own_rates):f}",
            "id_seed": settings.seed,
            "kept_in": "memory" if settings.database == ":memory:" else "a file",
        },
        "counts": counts,
        "products": [_product(one) for one in till.documents.newest("product", Product, limit)],
        "coupons": [_coupon(one) for one in till.documents.newest("coupon", Coupon, limit)],
        "gift_certificates": [
            {"code": one.code, "status": one.status, "balance": number(one.balance)}
            for one in till.documents.newest("gift certificate", GiftCertificate, limit)
        ],
        "carts": [_cart(one, quote) for one, quote in priced if "cart" in one.views],
        "checkouts": [_checkout(one, quote) for one, quote in priced if "checkout" in one.views],
        "orders": [_order(one) for one in till.documents.newest("order", Order, limit)],
    }


def goods_on_offer(documents: Documents, standing: Standing) -> Json:
    """What a test can buy and redeem. The first coupon and certificate; None when there is none."""
    return {
        "product_ids": [product.id for product in documents.all("product", Product)],
        "coupon_code": next((one.code for one in documents.all("coupon", Coupon)), None),
        "gift_certificate_code": next((one.code for one in documents.all("gift certificate", GiftCertificate)), None),
        "customer_ids": [customer.id for customer in standing.customers],
    }


def _quote(till: Till, checkout: Checkout) -> Quote | None:
    # A fault may have left something that can't be priced; the page shows the rest of it.
    try:
        return till.quote(checkout)
    except (Refusal, ArithmeticError, LookupError):
        return None


def _product(product: Product) -> Json:
    shown = {"id": product.id, "name": product.name, "sku": product.sku, "type": product.type}
    return shown | {"price": number(product.price), "stock": product.stock}


def _coupon(coupon: Coupon) -> Json:
    return {"code": coupon.code, "type": coupon.type, "amount": number(coupon.amount), "uses": coupon.num_uses}


def _line(line: LineItem) -> Json:
    return {"name": line.name, "quantity": line.quantity, "price": number(line.unit_price), "kind": line.kind}


def _cart(checkout: Checkout, quote: Quote | None) -> Json:
    return {
        "id": checkout.id,
        "customer_id": checkout.customer_id,
        "lines": [_line(line) for line in checkout.lines],
        "amount": None if quote is None else number(quote.cart.inc),
        "updated": timestamp(checkout.updated_time),
    }


def _checkout(checkout: Checkout, quote: Quote | None) -> Json:
    return {
        "id": checkout.id,
        "version": checkout.version,
        "email": checkout.billing_address.email if checkout.billing_address else "",
        "consignments": len(checkout.consignments),
        "shipping": [one.option.description for one in checkout.consignments if one.option],
        "codes": [*checkout.coupons, *checkout.gift_certificates],
        "grand_total": None if quote is None else number(quote.grand_total),
        "order_id": checkout.order_id,
    }


def _order(order: Order) -> Json:
    return {
        "id": order.id,
        "status": order.status,
        "lines": [_line(line) for line in order.checkout.lines],
        "total": number(order.quote.grand_total),
        "paid_with": order.payment_method,
        "deleted": order.is_deleted,
        "created": timestamp(order.date_created),
    }
