from __future__ import annotations

from pathlib import Path

import pytest
from control_driving import EXAMPLE, control, new_cart

from conformance.emulator import Emulator, Settings
from conformance.errors import UserMistake

pytest_plugins = ["conformance.emulator.testing"]

ZONE = "shipping_zones:\n- {id: 1, name: A, countries: %s, methods: [%s]}\n"
POST = "{type: shipping_flatrate, description: Post}"

# What is wrong with a seed: where it must be said to be, and a word of the message.
MISTAKES = [
    ("catalog:\n- id: 1\n  name: A\n  prise: 3\n", "seed:4: catalog[0].prise", "no member of Product"),
    ("catalogue: []\n", "seed:1: catalogue", "no member of Seed"),
    ("catalog:\n- {id: 1, name: A}\n- {id: 2, name: B,\n   price: cheap}\n", "seed:4: catalog[1].price", "decimal"),
    ("catalog:\n- {id: 1, name: A, price: .nan}\n", "seed:2: catalog[0].price", ""),
    ("catalog:\n- {id: 1, name: A, price: 'NaN'}\n", "seed:2: catalog[0].price", "0 or more"),
    ("catalog:\n- {id: 1, name: A, price: -1}\n", "seed:2: catalog[0].price", "0 or more"),
    ("catalog:\n- {id: 1, name: A, stock: -1}\n", "seed:2: catalog[0].stock", "0 or more"),
    ("catalog:\n- {id: 1, name: A}\n- {id: 1, name: B}\n", "seed:3: catalog[1].id", "twice"),
    ("catalog:\n- {id: 0, name: A}\n", "seed:2: catalog[0].id", "from 1"),
    ("catalog:\n- {name: A}\n", "seed:2: catalog[0]", "missing required field"),
    ("catalog:\n- {id: 1, name: 7}\n", "seed:2: catalog[0].name", "Expected str"),
    ("catalog:\n- id: 1\n  name: A\n  name: B\n", "seed:4: catalog[0].name", "twice"),
    ("catalog:\n- {id: 1, name: A, variants: [{id: 3, choices: [{option_id: 1, value_id: 1}]}]}\n",
     "seed:2: catalog[0].variants[0].choices[0]", "no option"),
    ("catalog:\n- {id: 1, name: A, options: [{id: 1, display_name: S}]}\n", "seed:2: catalog[0]", "lists"),
    ("coupons:\n- {code: A, type: promotion, amount: 1, expires_at: 2026-03-01 12:00:00}\n",
     "seed:2: coupons[0].expires_at", "zone"),
    ("coupons:\n- {code: A, type: half, amount: 1}\n", "seed:2: coupons[0].type", "Invalid enum value"),
    ("coupons:\n- {code: A, type: promotion, amount: 1}\n- {code: A, type: promotion, amount: 1}\n",
     "seed:3: coupons[1].code", "twice"),
    ("gift_certificates:\n- {code: A}\n", "seed:2: gift_certificates[0]", "missing required field"),
    ("customers:\n- {id: 1}\n", "seed:2: customers[0]", "email"),
    (ZONE % ("[NO]", POST), "seed:2: shipping_zones[0].countries[0]", "Expected str, got bool"),
    (ZONE % ("[usa]", POST), "seed:2: shipping_zones[0].countries[0]", "country code"),
    (ZONE % ("[US]", f"{POST}, {POST}"), "seed:2: shipping_zones[0].methods[1].type", "two methods"),
    ("tax:\n  mode: exclusive\n  rate: 19\n", "seed:3: tax.rate", "between 0 and 1"),
    ("tax:\n\trate: 0.1\n", "seed:2", "no YAML"),
    ("a: &x [1]\nb: *x\n", "seed:2", "references"),
    ("- a\n", "seed:1", "mapping of sections"),
    ("catalog: 3\n", "seed:1: catalog", "Expected array"),
    ("? [1]\n: 2\n", "seed:1", ""),
    ("x: !!python/object/apply:os.system [ls]\n", "seed:1", "can't be read"),
    ("[" * 5000, "seed", "no YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "says"), MISTAKES)
def test_a_mistake_in_a_seed_is_told_with_line_and_member(text: str, where: str, says: str) -> None:
    with pytest.raises(UserMistake) as told:
        Emulator().seed(text)
    assert told.value.where == where
    assert says in told.value.what


def test_the_same_mistake_over_http_leaves_the_store_alone(emulator: Emulator) -> None:
    cart = new_cart(emulator).json()["data"]["id"]
    answer = emulator.browser().put("/_emulator/seed", content=b"tax: {rate: 2}")
    assert (answer.status_code, answer.json()["where"]) == (422, "seed:1: tax.rate")
    assert emulator.server().get(f"{emulator.v3}/carts/{cart}").status_code == 200


def test_the_example_is_sold_taxed_and_shipped(emulator: Emulator) -> None:
    answer = emulator.browser().put("/_emulator/seed", content=EXAMPLE.encode())
    assert answer.json()["fixtures"]["product_ids"] == [501, 502]
    cart = new_cart(emulator, 501).json()["data"]
    assert (cart["cart_amount"], cart["tax_included"]) == (42.5, True)
    assert new_cart(emulator, 111).status_code == 422


def test_an_exact_price_stays_exact(emulator: Emulator) -> None:
    emulator.seed("catalog:\n- {id: 1, name: A, price: 1234567.89}\n")
    assert new_cart(emulator, 1).json()["data"]["base_amount"] == 1234567.89


def test_sections_that_are_left_out_stay_as_in_the_demo(emulator: Emulator) -> None:
    emulator.seed("coupons: []\n")
    fixtures = control(emulator, "GET", "health").json()["fixtures"]
    assert (fixtures["coupon_code"], fixtures["gift_certificate_code"]) == (None, "GIFT-50-0001")


def test_reset_comes_back_to_the_seed_and_deleting_it_to_the_demo(emulator: Emulator) -> None:
    emulator.seed(EXAMPLE)
    new_cart(emulator, 501)
    emulator.reset()
    assert emulator.fixtures()["product_ids"] == [501, 502]
    assert control(emulator, "DELETE", "seed").status_code == 204
    assert (emulator.fixtures()["product_ids"][0], emulator.settings.tax_mode) == (111, "exclusive")


def test_numbers_of_new_products_go_on_after_the_seeded_ones(emulator: Emulator) -> None:
    emulator.seed(EXAMPLE)
    wanted = {"name": "New", "type": "physical", "weight": 1, "price": 3}
    made = emulator.server().post(f"{emulator.v3}/catalog/products", json=wanted)
    assert made.json()["data"]["id"] == 503


def test_a_store_in_a_file_keeps_its_seed(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "store.sqlite"))
    Emulator(settings).seed(EXAMPLE)
    again = Emulator(settings)
    assert (again.settings.tax_mode, again.fixtures()["customer_ids"]) == ("inclusive", [7])


def test_a_seed_file_of_the_settings_is_there_from_the_start(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(EXAMPLE, encoding="utf-8")
    assert Emulator(Settings(seed_file=str(tmp_path / "shop.yaml"))).fixtures()["product_ids"] == [501, 502]


def test_a_seed_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=r"gone\.yaml"):
        Emulator(Settings(seed_file=str(tmp_path / "gone.yaml")))
