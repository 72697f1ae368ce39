"""Who may do what: the whole policy in one table, and the guards that apply it.

A role is held in an event. A permission reaches as far as its role says: over everything, the
event, what a directorate supervises, one office, or one's own things. The page that shows the
policy is rendered from GRANTS, so there is no second copy of it.
"""

from app.access.guards import DECLARED as DECLARED
from app.access.guards import PUBLIC as PUBLIC
from app.access.guards import NoPartInEvent as NoPartInEvent
from app.access.guards import SignInNeeded as SignInNeeded
from app.access.guards import declare as declare
from app.access.guards import demand as demand
from app.access.guards import public as public
from app.access.guards import refuse_undeclared_routes as refuse_undeclared_routes
from app.access.guards import requires as requires
from app.access.guards import signed_in as signed_in
from app.access.policy import GRANTS as GRANTS
from app.access.reach import can as can
from app.access.reach import holdings as holdings
from app.access.reach import plays_a_part as plays_a_part
from app.access.reach import within_reach as within_reach
from app.access.roles import OFFICE_ROLES as OFFICE_ROLES
from app.access.roles import Permission as Permission
from app.access.roles import Reach as Reach
from app.access.roles import Role as Role
