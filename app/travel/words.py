"""The words for ways of travelling, food and assistance."""

from app.lib.refusals import N_
from app.travel.models import Direction, Means

DIRECTION_WORDS = {Direction.ARRIVAL: N_("Arrival"), Direction.DEPARTURE: N_("Departure")}
MEANS_WORDS = {
    Means.FLIGHT: N_("Flight"),
    Means.TRAIN: N_("Train"),
    Means.SHIP: N_("Ship"),
    Means.BUS: N_("Bus"),
    Means.CAR: N_("Car"),
    Means.OTHER: N_("Other"),
}
DIET_WORDS = {
    "vegetarian": N_("Vegetarian"),
    "no_seafood": N_("No fish and seafood"),
    "no_nuts": N_("No nuts"),
    "no_egg_milk": N_("No eggs and milk"),
    "low_sugar": N_("Low in sugar"),
    "low_salt": N_("Low in salt"),
    "soft": N_("Soft food"),
    "other": N_("Other, as written below"),
}
ASSISTANCE_WORDS = {
    "wheelchair": N_("Wheelchair, or few steps"),
    "hearing": N_("Help with hearing"),
    "seeing": N_("Help with seeing"),
    "sign_language": N_("Sign language interpreter"),
    "nursing": N_("A room to nurse a child"),
    "medicine": N_("A cold place for medicine"),
    "other": N_("Other, as written below"),
}
