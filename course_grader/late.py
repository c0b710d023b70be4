"""The course's rule for late work: one point off for each week that has started."""

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Integer

WEEK = 7 * 24 * 3600  # seconds


def weekly_penalty(score, seconds_late, grace_seconds=0):
    """Return the points that late work loses.

    Parameters
    ----------
    score : float
        The points it earned.
    seconds_late : float
        Time from the due date to the hand-in.
    grace_seconds : float
        Time after the due date that costs nothing; the weeks are counted from its end.

    Returns
    -------
    float
        One for each started week, and never more than the score.
    """
    weeks = math.ceil(max(0.0, seconds_late - grace_seconds) / WEEK)
    return float(min(weeks, max(0.0, score)))


class WeeklyPenalty(LateSubmissionPlugin):
    """`weekly_penalty` as nbgrader asks for it."""

    grace_minutes = Integer(15, help="Minutes after the due date that cost nothing.").tag(config=True)

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return weekly_penalty(score, total_seconds_late, 60 * self.grace_minutes)
