"""The answers of the guided mix, from an address or a sent form. Nothing is refused: what is not
one of the answers counts as skipped."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import Optional

from directory.finding.forms import LONGEST_PLACE, LONGEST_WORDS, Words
from directory.listings import classification
from directory.plan.answers import FIRST, HOW, RESULT, WHO, Answers
from directory.web.forms import BaseForm


class MixForm(BaseForm):
    step = IntegerField(validators=[Optional()])
    who = Words(20)
    topic = Words(60)
    q = Words(LONGEST_WORDS)
    near = Words(LONGEST_PLACE)
    how = Words(20)
    first = Words(20)

    def answers(self) -> Answers:
        topic = self.topic.data or ""
        return Answers(
            who=_one_of(WHO, self.who.data),
            topic=topic if classification.find_term("topic", topic) else "",
            words=self.q.data or "",
            near=self.near.data or "",
            how=_one_of(HOW, self.how.data),
            first=_one_of(FIRST, self.first.data),
        )

    def at(self) -> int:
        """The step to show: 1 to 5 are questions, 6 is the mix."""
        step = self.step.data or 1
        return step if 1 <= step <= RESULT else 1


def _one_of(known: tuple[str, ...], value: str | None) -> str:
    return value if value in known else ""
