"""Numbers in sentences that count are written as their language writes them."""

import pytest
from flask import Flask, render_template_string

from app.i18n import force_locale, ngettext

COUNTED = '{{ ngettext("%(num)s person", "%(num)s people", number) }}'


@pytest.mark.parametrize(("language", "said"), [("id", "13.976 orang"), ("en", "13,976 people")])
def test_thousands_are_set_off_in_pages_and_in_what_is_told(app: Flask, language: str, said: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert render_template_string(COUNTED, number=13_976) == said
        assert ngettext("%(num)s person", "%(num)s people", 13_976) == said


def test_what_is_put_into_a_counting_sentence_stays_text(app: Flask) -> None:
    template = '{{ ngettext("%(num)s of %(name)s", "%(num)s of %(name)s", 2, name="<b>") }}'
    with app.test_request_context():
        assert render_template_string(template) == "2 of &lt;b&gt;"
