"""What happens in the storefront walk alone: what a store must refuse, gift certificates, and strangers."""

from __future__ import annotations

from collections.abc import Callable

from conformance.api import Answer
from conformance.suite.arrange import Arrange
from conformance.suite.faces import Parcel, StorefrontFace, Wanted
from conformance.suite.people import ADA, BEN
from conformance.suite.scenarios.looking import NO_SUCH_NUMBER, NOWHERE
from conformance.suite.scenarios.parcels import bound_for, sole
from conformance.suite.walks.story import Telling
from conformance.suite.walks.telling import DOZEN, MESSAGE

Acts = dict[str, Callable[[], Answer]]

# Of the form that the storefront uses for such ids, and never given out.
NO_CONSIGNMENT = "0000000000000"
NO_OPTION = "00000000000000000000000000000000"
# No store has a coupon or a gift certificate with this code.
NO_CODE = "NO-SUCH-CODE-7Q4X"
# More than any line of the walk has.
SCORES = 40


def odd_lines(tell: Telling, arrange: Arrange) -> None:
    """Lines that aren't there and goods that nobody has are asked for, and an update comes a second time."""
    face = tell.face
    with tell.story.part("odd lines"):
        dozen = next(item for item in tell.checkout.cart.items if item.quantity == DOZEN)
        varied = arrange.stock.varied
        line = next(item for item in tell.checkout.cart.items if item.product_id == varied.id)
        other = next(variant for variant in varied.variant_ids if variant != line.variant_id)
        again = Wanted(dozen.product_id, dozen.variant_id, DOZEN)
        more = Wanted(dozen.product_id, dozen.variant_id, SCORES)
        there, changed = tell.checkout_id, Wanted(varied.id, other, line.quantity)
        tell.row(
            {
                "odd lines: update again": lambda: face.update_item(there, dozen.id, again),
                "odd lines: update nobody's": lambda: face.update_item(there, NOWHERE, more),
                "odd lines: delete nobody's": lambda: face.delete_item(there, NOWHERE),
                "odd lines: unknown product": lambda: face.add_items(there, (Wanted(NO_SUCH_NUMBER),)),
                "odd lines: unknown variant": lambda: face.add_items(there, (Wanted(varied.id, NO_SUCH_NUMBER),)),
            }
        )
        tell.may("odd lines: another variant", lambda: face.update_item(there, line.id, changed))


def coupon(tell: Telling, arrange: Arrange) -> None:
    """A coupon is added and stays."""
    with tell.story.part("coupon"):
        code = arrange.stock.coupon_code
        tell.seen("coupon: add", lambda: tell.face.add_coupon(tell.checkout_id, code))


def gift_certificate(tell: Telling, shopper: StorefrontFace, arrange: Arrange) -> None:
    """A gift certificate is added and stays."""
    with tell.story.part("gift certificate"):
        certificate, api = arrange.stock.gift_certificate_code, shopper.api
        tell.must("gift certificate: add", lambda: api.add_checkout_gift_certificate(tell.checkout_id, certificate))


def refused(
    tell: Telling, shopper: StorefrontFace, stranger: StorefrontFace, nobody: StorefrontFace, arrange: Arrange
) -> None:
    """What a store can't accept, or has done already; and what other sessions want of the checkout."""
    with tell.story.part("odd"):
        acts = _odd_redemptions(tell, shopper, arrange) | _odd_shipping(tell, shopper)
        tell.row(acts | _strange(tell, shopper, stranger, nobody))
    with tell.story.part("gift certificate"):
        code, api = arrange.stock.gift_certificate_code, shopper.api
        tell.seen("gift certificate: delete", lambda: api.delete_checkout_gift_certificate(tell.checkout_id, code))


def _odd_redemptions(tell: Telling, shopper: StorefrontFace, arrange: Arrange) -> Acts:
    api, stock, there = shopper.api, arrange.stock, tell.checkout_id
    return {
        "odd: certificate again": lambda: api.add_checkout_gift_certificate(there, stock.gift_certificate_code),
        "odd: unknown certificate": lambda: api.add_checkout_gift_certificate(there, NO_CODE),
        "odd: coupon as certificate": lambda: api.add_checkout_gift_certificate(there, stock.coupon_code),
        "odd: delete an unknown certificate": lambda: api.delete_checkout_gift_certificate(there, NO_CODE),
    }


def _odd_shipping(tell: Telling, shopper: StorefrontFace) -> Acts:
    there, billing = tell.checkout_id, str(tell.checkout.billing["id"])
    adas = sole(bound_for(tell.checkout, ADA))
    chosen, line = adas.selected_shipping_option, tell.checkout.cart.items[0].id
    option = chosen.id if chosen else ""
    return {
        "odd: unknown consignment": lambda: shopper.readdress_consignment(
            there, NO_CONSIGNMENT, Parcel(BEN, ((line, 1),))
        ),
        "odd: unknown item": lambda: shopper.add_consignments(there, (Parcel(ADA, ((NOWHERE, 1),)),)),
        "odd: unknown option": lambda: shopper.choose_shipping(there, adas.id, NO_OPTION),
        "odd: the option again": lambda: shopper.choose_shipping(there, adas.id, option),
        "odd: the bill again": lambda: shopper.update_billing_address(there, billing, BEN),
        "odd: another bill like it": lambda: shopper.add_billing_address(there, BEN),
    }


def _strange(tell: Telling, shopper: StorefrontFace, stranger: StorefrontFace, nobody: StorefrontFace) -> Acts:
    there, held = tell.checkout_id, tell.checkout.cart.items[0]
    wanted = Wanted(held.product_id, held.variant_id)
    # Another token of the same length and letters.
    wrong = (shopper.api.anti_forgery_token or "")[::-1]
    return {
        "odd: a stranger's reading": lambda: stranger.read_checkout(there),
        "odd: a stranger's items": lambda: stranger.add_items(there, (wanted,)),
        "odd: nobody's reading": lambda: nobody.read_checkout(there),
        "odd: a message without a token": lambda: _showing(shopper, None).leave_message(there, MESSAGE),
        "odd: a message with a wrong token": lambda: _showing(shopper, wrong).leave_message(there, MESSAGE),
        "odd: a stranger's deletion": lambda: stranger.delete_cart(there),
    }


def deleting(tell: Telling, face: StorefrontFace) -> None:
    """The cart is deleted, and asked for again."""
    with tell.story.part("deleted"):
        there = tell.checkout_id
        tell.aside("deleted: delete", lambda: face.delete_cart(there))
        tell.aside("deleted: the checkout", lambda: face.read_checkout(there))


def _showing(shopper: StorefrontFace, token: str | None) -> StorefrontFace:
    """The same session, which shows this anti-forgery token or none."""
    return StorefrontFace(shopper.api.showing(token))
