"""The filter for what reading a text found."""

from typing import Any

from django import template

from drafts import wording

register = template.Library()


@register.filter
def problem_text(problem: Any) -> str:
    """Return the words of a problem, fresh from reading or as a version keeps it."""
    if isinstance(problem, dict):
        return wording.problem_text(problem["code"], problem["message"])
    return wording.problem_text(problem.code, problem.message)
