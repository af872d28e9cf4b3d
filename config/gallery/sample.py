"""A component in one of its states, as templates can include it."""

import re
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

FOLDER = "components"
# Where a component names an element of its own, or refers to one.
NAMES = re.compile(r'(?<![\w-])((?:id|for|aria-labelledby|aria-describedby|aria-controls)="|href="#)([^"]+)"')


@dataclass(frozen=True)
class Sample:
    """A state of a component: what the state is called, and what the template takes in it.

    Has the one method of a template that `{% include %}` needs. The same component stands in the gallery several times,
    so its elements get names of their own here. `inside` is the element that a part of a list stands in.
    """

    state: str
    takes: dict[str, Any]
    inside: str = "div"
    component: str = ""

    def render(self, context: Context) -> str:
        """Source: Django's Template, whose results are not escaped again either."""
        html = get_template(f"{FOLDER}/{self.component}.html").render(self.takes, context.get("request"))
        if not html.strip():
            return conditional_escape(_("Nothing is shown."))
        suffix = re.sub(r"\W+", "-", f"{self.component}-{self.state}").lower()
        named = NAMES.sub(lambda found: f'{found[1]}{" ".join(f"{name}--{suffix}" for name in found[2].split())}"', html)
        return f"<{self.inside}>{named}</{self.inside}>"
