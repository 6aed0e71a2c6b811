"""What every new emulator has on its shelves."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from conformance.emulator.commerce.catalog import (
    Modifier,
    Option,
    OptionValue,
    Product,
    Variant,
    VariantChoice,
    WrappingPaper,
)
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.shipping import Method, PickupMethod, Zone
from conformance.emulator.commerce.shop import Customer

SIMPLE, VARIED, PERSONAL, DIGITAL, LIMITED, SCARCE, SECOND, BUNDLED = 111, 112, 113, 114, 115, 116, 117, 118
SIZE, ENGRAVING = 31, 41
SMALL, MEDIUM, LARGE = 51, 52, 53

PRODUCTS = (
    Product(id=SIMPLE, name="Harbour Basket", sku="HAB", price=Decimal("37.45"), weight=Decimal("2.5"),
            variants=(Variant(77, "HAB"),)),
    Product(
        id=VARIED, name="Ridgeline Tee", sku="RLT", price=Decimal("25.99"), weight=Decimal("0.4"),
        options=(Option(SIZE, "Size", (OptionValue(SMALL, "S"), OptionValue(MEDIUM, "M"), OptionValue(LARGE, "L"))),),
        variants=(
            Variant(81, "RLT-S", Decimal("24.95"), (VariantChoice(SIZE, SMALL),)),
            Variant(82, "RLT-M", None, (VariantChoice(SIZE, MEDIUM),)),
            Variant(83, "RLT-L", Decimal("28.33"), (VariantChoice(SIZE, LARGE),)),
        ),
    ),
    Product(id=PERSONAL, name="Folding Knife with a Name", sku="FKN", price=Decimal("61.07"), weight=Decimal("0.3"),
            variants=(Variant(84, "FKN"),), modifiers=(Modifier(ENGRAVING, "Engraving", required=True),)),
    Product(id=DIGITAL, name="Tidewater Quarterly, Number 7", type="digital", sku="TQ7", price=Decimal("12.51"),
            weight=Decimal(0), variants=(Variant(85, "TQ7"),)),
    Product(id=LIMITED, name="Brass Hand Brush", sku="BHB", price=Decimal("31.95"), weight=Decimal(1), maximum=2,
            variants=(Variant(86, "BHB"),)),
    Product(id=SCARCE, name="Copper Pour-Over Stand", sku="CPS", price=Decimal(225), weight=Decimal(4), stock=5,
            variants=(Variant(87, "CPS"),)),
    Product(id=SECOND, name="Linen Guest Towel", sku="LGT", price=Decimal("18.21"), weight=Decimal("0.6"),
            variants=(Variant(88, "LGT"),)),
    Product(id=BUNDLED, name="Beeswax Candle", sku="BWC", price=Decimal("4.35"), weight=Decimal("0.2"), minimum=3,
            variants=(Variant(89, "BWC"),)),
)  # fmt: skip

ZONES = (
    Zone(
        1,
        "United States",
        ("US",),
        (
            Method("freeshipping", "Free Shipping"),
            Method("shipping_flatrate", "Flat Rate", Decimal("7.49")),
            Method("shipping_byweight", "Ship by Weight", Decimal("3.15")),
        ),
    ),
    Zone(
        2,
        "Rest of the World",
        (),
        (
            Method("shipping_flatrate", "International Flat Rate", Decimal("24.95")),
            Method("shipping_byweight", "International by Weight", Decimal("9.35")),
        ),
    ),
)

GIFT_WRAPS = (WrappingPaper(1, "Brown Paper"), WrappingPaper(2, "Box with a Ribbon", Decimal("4.50")))

PICKUP_METHODS = (
    PickupMethod(1, "Harbour Street Shop", "Ring the bell at the side door."),
    PickupMethod(2, "Warehouse Counter"),
)

CUSTOMERS = (
    Customer(id=1, email="jane.doe@example.com", first_name="Jane", last_name="Doe", store_credit=Decimal(15)),
    Customer(id=2, email="john.roe@example.com", first_name="John", last_name="Roe"),
)

COUPON_CODE = "SAVE10"
CERTIFICATE_CODE = "GIFT-50-0001"


def coupons(now: datetime) -> tuple[Coupon, ...]:
    """The coupon codes of a new store."""
    return (
        Coupon(id=1, name="Ten percent off", code=COUPON_CODE, type="percentage_discount", amount=Decimal(10),
               date_created=now),
    )  # fmt: skip


def gift_certificates(now: datetime) -> tuple[GiftCertificate, ...]:
    """The gift certificates of a new store."""
    return (
        GiftCertificate(id=1, code=CERTIFICATE_CODE, amount=Decimal(50), balance=Decimal(50), to_name="Jane Doe",
                        to_email="jane.doe@example.com", from_name="John Roe", from_email="john.roe@example.com",
                        purchased=now),
    )  # fmt: skip
