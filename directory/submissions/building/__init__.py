"""From what somebody typed to a record. Plain: no framework, the place is passed in.

`answers` hold what was typed, by the name of the form's field: a text, or a list for several
ticks.
"""

from directory.submissions.building.fields import field_of
from directory.submissions.building.record import record_of
from directory.submissions.building.typed import Answers, point_of
from directory.submissions.building.when import ROWS

__all__ = ["ROWS", "Answers", "field_of", "point_of", "record_of"]
