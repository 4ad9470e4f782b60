"""Agencies as plans and people name them: canonical names, and matching that is tolerant to slips but never by luck.

`match_agency` finds one agency for one name, `read_leads` the leads of a whole cell.
"""

from bot.domain.agencies.leads import Leads, read_leads, read_shared_leads
from bot.domain.agencies.match import match_agency
from bot.domain.agencies.model import Agency, AgencyKind, AgencyMatch, How
from bot.domain.agencies.offices import HA_TINH_LOCALITIES, OFFICES, known_agencies, protocol_key

__all__ = [
    "HA_TINH_LOCALITIES",
    "OFFICES",
    "Agency",
    "AgencyKind",
    "AgencyMatch",
    "How",
    "Leads",
    "known_agencies",
    "match_agency",
    "protocol_key",
    "read_leads",
    "read_shared_leads",
]
