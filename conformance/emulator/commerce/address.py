"""Addresses, and the names of countries and states that are completed from their codes."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

COUNTRIES = {
    "AR": "Argentina", "AT": "Austria", "AU": "Australia", "BE": "Belgium", "BR": "Brazil", "CA": "Canada",
    "CH": "Switzerland", "CL": "Chile", "CN": "China", "CZ": "Czech Republic", "DE": "Germany", "DK": "Denmark",
    "ES": "Spain", "FI": "Finland", "FR": "France", "GB": "United Kingdom", "GR": "Greece", "HK": "Hong Kong",
    "HU": "Hungary", "IE": "Ireland", "IL": "Israel", "IN": "India", "IT": "Italy", "JP": "Japan",
    "KR": "Korea, Republic of", "MX": "Mexico", "NL": "Netherlands", "NO": "Norway", "NZ": "New Zealand",
    "PL": "Poland", "PT": "Portugal", "SE": "Sweden", "SG": "Singapore", "TR": "Turkey", "UA": "Ukraine",
    "US": "United States", "ZA": "South Africa",
}  # fmt: skip

STATES = {
    "US": {
        "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
        "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
        "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
        "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
        "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
        "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
        "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
        "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
        "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
        "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    },
    "CA": {
        "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick",
        "NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "NT": "Northwest Territories", "NU": "Nunavut",
        "ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon Territory",
    },
    "AU": {
        "ACT": "Australian Capital Territory", "NSW": "New South Wales", "NT": "Northern Territory",
        "QLD": "Queensland", "SA": "South Australia", "TAS": "Tasmania", "VIC": "Victoria", "WA": "Western Australia",
    },
}  # fmt: skip


class CustomField(Struct, frozen=True):
    """An answer to a form field that the merchant added."""

    field_id: str
    field_value: str = ""


class Address(Struct, frozen=True, kw_only=True):
    """A postal address; `id` only for a billing address (13 hex digits, kept over updates)."""

    id: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    company: str = ""
    address1: str = ""
    address2: str = ""
    city: str = ""
    state_or_province: str = ""
    state_or_province_code: str = ""
    country: str = ""
    country_code: str = ""
    postal_code: str = ""
    phone: str = ""
    custom_fields: tuple[CustomField, ...] = ()
    should_save: bool = False

    @property
    def deliverable(self) -> bool:
        """Whether an order can be sent there."""
        return bool(self.country_code and self.address1 and self.city)


def completed(address: Address) -> Address:
    """The address with the names that follow from its codes (`TX` in `US`: Texas, United States)."""
    states = STATES.get(address.country_code, {})
    codes = {name: code for code, name in states.items()}
    return replace(
        address,
        country=COUNTRIES.get(address.country_code, address.country),
        state_or_province=states.get(address.state_or_province_code, address.state_or_province),
        state_or_province_code=address.state_or_province_code or codes.get(address.state_or_province, ""),
    )
