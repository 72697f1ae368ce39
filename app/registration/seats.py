"""Seats, as the registration knows them: seating lives in the room that owns the seats (decision 0017)."""

from app.participants.seats import NobodyToSeat as NobodyToSeat
from app.participants.seats import SeatElsewhere as SeatElsewhere
from app.participants.seats import SeatTaken as SeatTaken
from app.participants.seats import free_seat as free_seat
from app.participants.seats import free_seats as free_seats
from app.participants.seats import seat_people as seat_people
from app.participants.seats import take_seat as take_seat
