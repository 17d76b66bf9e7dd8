"""Stage 3: messy job titles and skills to the roles of each chain, or an honest `none`."""

from talentmap.matching.match import Match, TitleMatcher, match_titles
from talentmap.matching.matcher import RoleMatcher
from talentmap.matching.scoring.candidates import Candidate
from talentmap.matching.scoring.features import Query
from talentmap.matching.scoring.memory import DecidedTitle

__all__ = ["Candidate", "DecidedTitle", "Match", "Query", "RoleMatcher", "TitleMatcher", "match_titles"]
