"""The till: every reading and every change of a purchase, each in one transaction over the domain's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from conformance.emulator.commerce.catalog import Product, WrappingPaper
from conformance.emulator.commerce.checkout import Checkout, Side
from conformance.emulator.commerce.consignments import requoted
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.line_items import check_amounts
from conformance.emulator.commerce.orders import Order, shopper, used_by
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.promotions import Promotion
from conformance.emulator.commerce.refusals import NotFound
from conformance.emulator.commerce.shipping import PickupMethod, ShippingOption, Zone
from conformance.emulator.commerce.shop import Customer
from conformance.emulator.commerce.tax import TaxRule
from conformance.emulator.components import Components
from conformance.emulator.goods import Standing
from conformance.emulator.messages import Call
from conformance.emulator.sessions import RedirectToken, Session
from conformance.emulator.settings import Settings
from conformance.emulator.settlement import settle
from conformance.emulator.sources import Clock
from conformance.emulator.storage import Documents

# Documented: carts live for 30 days after their last change, redirect URLs for 30 days.
LIFETIME = timedelta(days=30)
# More digits than any number of the store has; longer ones are not even looked up.
LONGEST_NUMBER = 19


class Till:
    """The store as one request sees it. It is also the `Shop` that the rules ask."""

    def __init__(
        self,
        documents: Documents,
        settings: Settings,
        clock: Clock,
        components: Components,
        standing: Standing = Standing(),  # noqa: B008 - a frozen value
    ) -> None:
        self.documents = documents
        self.settings = settings
        self.components = components
        self.policies = components.policies
        self._clock = clock
        self._standing = standing
        self._ids = components.ids(settings.seed, documents, settings.id_space)

    # What the rules may ask.

    @property
    def tax(self) -> TaxRule:
        """The tax rule of the store."""
        return self._standing.tax or TaxRule(self.settings.tax_mode, self.settings.tax_rate)

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The shipping zones of the store."""
        return self._standing.zones

    @property
    def pickup_methods(self) -> tuple[PickupMethod, ...]:
        """The places of the store where shoppers collect."""
        return self._standing.pickup_methods

    @property
    def gift_wraps(self) -> tuple[WrappingPaper, ...]:
        """The kinds of gift wrapping that the store offers."""
        return self._standing.gift_wraps

    @property
    def promotions(self) -> tuple[Promotion, ...]:
        """The promotions that need no code."""
        return self._standing.promotions

    def product(self, product_id: int) -> Product | None:
        """A product of the catalog."""
        return self.documents.get("product", str(product_id), Product)

    def coupon(self, code: str) -> Coupon | None:
        """The coupon with this code."""
        return next(iter(self.documents.sought("coupon", code, Coupon)), None)

    def coupon_uses(self, coupon: Coupon, checkout: Checkout) -> int:
        """How many paid orders the shopper of this checkout has used the coupon on."""
        orders = self.documents.sought("order", shopper(checkout), Order)
        paid = [one for one in orders if one.paid and used_by(one, checkout)]
        used = [held.coupon.code for one in paid for held in one.quote.coupons if held.amount]
        return used.count(coupon.code)

    def gift_certificate(self, code: str) -> GiftCertificate | None:
        """The gift certificate with this code."""
        return next(iter(self.documents.sought("gift certificate", code, GiftCertificate)), None)

    def customer(self, customer_id: int) -> Customer | None:
        """A registered customer; one who has paid with store credit has less of it than at the beginning."""
        known = next((one for one in self._standing.customers if one.id == customer_id), None)
        return None if known is None else self.documents.get("customer", str(customer_id), Customer) or known

    def uuid(self) -> str:
        """A new UUID."""
        return self._ids.uuid()

    def short_id(self) -> str:
        """A new id of 13 hex digits."""
        return self._ids.short_id()

    def token(self) -> str:
        """A new secret of 64 hex digits."""
        return self._ids.token()

    def number(self, sequence: str) -> int:
        """The next number of a sequence."""
        return self._ids.number(sequence)

    def now(self) -> datetime:
        """The time of the store."""
        return self._clock.now(self.documents)

    # Purchases.

    def checkout(self, checkout_id: str, what: Side = "checkout") -> Checkout:
        """The checkout (or cart: `what`). Raises NotFound."""
        found = self.purchase(checkout_id)
        if found is None or what not in found.views:
            raise NotFound(what, checkout_id)
        return found

    def purchase(self, checkout_id: str | None) -> Checkout | None:
        """The checkout, or None when there is none or it is too old."""
        held = self.documents.get("checkout", checkout_id, Checkout) if checkout_id else None
        return None if held is None or self.now() - held.updated_time > LIFETIME else held

    def quote(self, checkout: Checkout) -> Quote:
        """What the checkout costs."""
        return self.policies.quote(checkout, self)

    def options(self, checkout: Checkout) -> dict[str, tuple[ShippingOption, ...]]:
        """What can be chosen for each consignment."""
        return {one.id: self.policies.shipping_options(checkout, one, self) for one in checkout.consignments}

    def open(self, rule: Callable[[Checkout], Checkout]) -> Checkout:
        """A new purchase that starts with what the rule puts in."""
        now = self.now()
        checkout = rule(Checkout(id=self.uuid(), created_time=now, updated_time=now))
        self.documents.put("checkout", checkout.id, checkout)
        self._clock.tick(self.documents)
        return checkout

    def change(
        self,
        checkout: Checkout,
        call: Call,
        rule: Callable[[Checkout], Checkout],
        version: int | None = None,
    ) -> Checkout:
        """The purchase after a rule: a new version, prices of today, stored. Raises VersionConflict and refusals."""
        self.policies.check_version(checkout, version)
        self._clock.tick(self.documents)
        changed = requoted(rule(checkout), self)
        following = self.policies.next_version(checkout.version)
        changed = replace(changed, version=following, updated_time=self.now())
        return self.keep(call, checkout, changed)

    def keep(self, call: Call, before: Checkout, after: Checkout) -> Checkout:
        """Stores the purchase as it is after a request."""
        self.documents.put("checkout", before.id, self.components.stored(call, before, after))
        return after

    def delete(self, checkout: Checkout) -> None:
        """The cart is deleted, and its checkout with it."""
        self._leave(checkout, self.policies.remains_of_deleted(checkout))

    def drop(self, checkout_id: str) -> None:
        """The purchase is over: cart and checkout are gone, with what hung on them."""
        self.documents.delete_sought("metafield", checkout_id)
        self.documents.delete("checkout", checkout_id)

    # Orders.

    def order(self, order_id: int) -> Order:
        """The order with this number. Raises NotFound."""
        found = self.documents.get("order", str(order_id), Order)
        if found is None or found.is_deleted:
            raise NotFound("order", str(order_id))
        return found

    def order_numbered(self, written: str) -> Order:
        """The order whose number stands in a path. Raises NotFound, also for what is no number."""
        digits = written.isascii() and written.isdigit() and len(written) < LONGEST_NUMBER
        if not digits:
            raise NotFound("order", written)
        return self.order(int(written))

    def place_order(self, checkout: Checkout) -> Order:
        """A new order from the checkout, which learns the number."""
        self._clock.tick(self.documents)
        self.policies.check_complete(checkout)
        check_amounts(checkout, self)
        order = self.policies.place_order(checkout, self.quote(checkout), self)
        self.keep_order(order)
        self._leave(replace(checkout, order_id=order.id), self.policies.remains(order))
        return order

    def keep_order(self, order: Order) -> None:
        """Stores the order."""
        self.documents.put("order", str(order.id), order)

    def pay(self, order: Order, method: str) -> Order:
        """The paid order; stock, coupons and certificates are used up, and the purchase is over."""
        self._clock.tick(self.documents)
        paid = self.policies.pay(order, method, self.now())
        self.keep_order(paid)
        settle(self, paid)
        held = self.purchase(order.checkout.id)
        if held is not None:
            self._leave(held, self.policies.remains(paid))
        return paid

    def _leave(self, checkout: Checkout, views: tuple[Side, ...]) -> None:
        if views:
            self.documents.put("checkout", checkout.id, replace(checkout, views=views))
        else:
            self.drop(checkout.id)

    # Storefront sessions.

    def session(self, session_id: str | None) -> Session | None:
        """The session of a browser, if it has one."""
        return self.documents.get("session", session_id, Session) if session_id else None

    def open_session(self) -> Session:
        """A session for a browser that has none."""
        session = Session(id=self.token())
        self.documents.put("session", session.id, session)
        return session

    def keep_session(self, session: Session) -> None:
        """Stores the session."""
        self.documents.put("session", session.id, session)

    def present_cart(self, session: Session) -> Checkout | None:
        """The cart that a browser has now."""
        held = self.purchase(session.checkout_id)
        return held if held is not None and "cart" in held.views else None

    def hold(self, session: Session, checkout_id: str | None) -> Session:
        """The session with another present cart, or none."""
        carts = session.carts if checkout_id is None else (*session.carts, checkout_id)
        changed = replace(session, checkout_id=checkout_id, carts=carts)
        self.documents.put("session", session.id, changed)
        return changed

    def redirect_token(self, checkout_id: str) -> str:
        """A new secret that opens the cart in a browser."""
        token = RedirectToken(token=self.token(), checkout_id=checkout_id, made=self.now())
        self.documents.put("redirect", token.token, token)
        return token.token

    def redeem(self, token: str, checkout_id: str) -> Checkout:
        """The cart that a redirect URL opens; the token is used up. Raises NotFound."""
        held = self.documents.get("redirect", token, RedirectToken)
        if held is None or held.checkout_id != checkout_id or self.now() - held.made > LIFETIME:
            raise NotFound("cart", checkout_id)
        if self.policies.link_is_spent():
            self.documents.delete("redirect", token)
        return self.checkout(checkout_id, "cart")
