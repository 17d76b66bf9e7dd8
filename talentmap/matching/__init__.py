"""Stage 3: messy job titles and skills to the roles of each chain, or an honest `none`."""

from talentmap.matching.demand import match_demand
from talentmap.matching.features import Query
from talentmap.matching.matcher import Candidate, RoleMatcher
from talentmap.matching.people import match_people

__all__ = ["Candidate", "Query", "RoleMatcher", "match_demand", "match_people"]
