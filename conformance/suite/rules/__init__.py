"""Rules that hold on every exchange, as pure functions over what was seen. They never make a request."""

from conformance.suite.rules import amounts, identity, mirrors, money, shipping, visibility
from conformance.suite.rules.answers import ANSWERS
from conformance.suite.rules.orders import ORDERS
from conformance.suite.rules.sight import Rule, Sight
from conformance.suite.rules.telling import TELLINGS

# Every rule on carts and checkouts by the requirement that it judges.
RULES: dict[str, Rule] = {
    "checkout-id-equals-cart-id": identity.checkout_id_equals_cart_id,
    "checkout-id-is-stable": identity.checkout_id_is_stable,
    "checkout-and-cart-share-version": identity.version_is_the_carts_version,
    "lineitem-ids-are-unique": identity.lineitem_ids_are_unique,
    "consignment-ids-are-unique": identity.consignment_ids_are_unique,
    "consignment-items-are-in-cart": identity.consignments_list_lines_of_the_cart,
    "cart-discounts-name-lines": identity.cart_discounts_name_lines,
    "coupons-mirrored-in-cart": mirrors.coupons_are_mirrored,
    "consignment-addresses-mirrored": mirrors.addresses_are_mirrored,
    "times-run-forward": mirrors.updated_after_created,
    "outstanding-balance-adds-up": money.outstanding_balance_adds_up,
    "grand-total-adds-up": money.grand_total_adds_up,
    "lineitem-extended-price-multiplies": money.extended_prices_are_price_times_quantity,
    "cart-base-amount-adds-up": money.base_amount_is_the_sum_of_list_prices,
    "tax-total-adds-up": money.tax_total_is_the_sum_of_taxes,
    "shipping-total-adds-up": money.shipping_total_is_the_sum_of_consignments,
    "shipping-options-hidden-without-include": visibility.shipping_options_hidden_without_include,
    **shipping.RULES,
    **amounts.RULES,
}
# All that is watched on every exchange: documents, orders, answers as such, two answers about one purchase.
WATCHED: tuple[str, ...] = (*RULES, *ORDERS, *ANSWERS, *TELLINGS)

__all__ = ["ANSWERS", "ORDERS", "RULES", "TELLINGS", "WATCHED", "Rule", "Sight"]
