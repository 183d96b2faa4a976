"""The pages of the submit flow, and the short forms. A form reads what a person typed; whether
it may be published is for `rules` to say."""

from directory.submissions.forms.about_listing import ChangeForm, ClaimForm, ReportForm, TakeOffForm
from directory.submissions.forms.base import AnswerForm, AppealForm, ButtonForm, SendForm, fill
from directory.submissions.forms.expect import expect_form
from directory.submissions.forms.reach import ReachForm
from directory.submissions.forms.what import NameForm, WhatForm, WhoForm, what_form
from directory.submissions.forms.where import where_form
from directory.submissions.forms.you import YouForm

__all__ = [
    "AnswerForm",
    "AppealForm",
    "ButtonForm",
    "ChangeForm",
    "ClaimForm",
    "NameForm",
    "ReachForm",
    "ReportForm",
    "SendForm",
    "TakeOffForm",
    "WhatForm",
    "WhoForm",
    "YouForm",
    "expect_form",
    "fill",
    "what_form",
    "where_form",
]
