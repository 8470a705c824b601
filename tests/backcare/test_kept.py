"""The tag that renders a piece of a page once."""

from __future__ import annotations

import pytest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import set_script_prefix
from django.utils import translation
from django.utils.safestring import mark_safe

from backcare.templatetags import kept


class Counted:
    """Says how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def piece(inside: str, values: str = "") -> Template:
    return Template(f"{{% load kept %}}{{% kept {values} %}}{inside}{{% endkept %}}")


def rendered(template: Template, **names: object) -> str:
    return template.render(Context(names))


def test_a_piece_is_rendered_once_for_each_set_of_values() -> None:
    asked = Counted()
    template = piece("{{ sort }}{{ list.0 }}", "sort=sort list=list")

    class Once(tuple[int, ...]):
        def __getitem__(self, place: object) -> int:  # type: ignore[override]
            return asked()

    once = Once()
    found = [rendered(template, sort=sort, list=once) for sort in "abab"]
    assert found == ["a1", "b2", "a1", "b2"]


def test_nothing_but_the_named_values_is_there() -> None:
    template = piece(
        "[{{ text }}{{ user }}{{ request.path }}{{ csrf_token }}{{ a }}]", "a=word"
    )
    request = RequestFactory().get("/somewhere/")
    context = RequestContext(request, {"text": "mine", "user": "robin", "word": "ours"})
    assert template.render(context) == "[ours]"


@pytest.mark.parametrize(
    "values", [(0, False), (1, True), (1, 1.0), ("<b>", mark_safe("<b>"))]
)
def test_equal_values_of_different_kinds_are_told_apart(
    values: tuple[object, ...],
) -> None:
    template = piece("{{ a }}", "a=a")
    fresh = [rendered(piece("{{ a }}", "a=a"), a=value) for value in values]
    assert [rendered(template, a=value) for value in values] == fresh
    assert len(set(fresh)) == 2


def test_a_value_that_can_change_is_refused() -> None:
    with pytest.raises(TypeError):
        rendered(piece("{{ a.0 }}", "a=a"), a=[1])


def test_languages_addresses_and_escaping_are_told_apart() -> None:
    template = piece('{% url "guides:list" %} {{ a|floatformat:1 }}{{ b }}', "a=a b=b")
    english = rendered(template, a=1.5, b="&")
    with translation.override("de"):
        german = rendered(template, a=1.5, b="&")
    set_script_prefix("/diary/")
    below = rendered(template, a=1.5, b="&")
    set_script_prefix("/")
    plain = template.render(Context({"a": 1.5, "b": "&"}, autoescape=False))
    assert english == "/guides/ 1.5&amp;"
    assert german == "/guides/ 1,5&amp;"
    assert below == "/diary/guides/ 1.5&amp;"
    assert plain == "/guides/ 1.5&"


def test_memory_is_bounded() -> None:
    template = piece("{{ a }}", "a=a")
    for number in range(3 * kept.KEPT_MAX):
        assert rendered(template, a=number) == str(number)
    (node,) = template.nodelist.get_nodes_by_type(kept.KeptNode)
    assert isinstance(node, kept.KeptNode)
    assert 0 < len(node._kept) <= kept.KEPT_MAX


@pytest.mark.parametrize(
    "source",
    ["{% kept a %}{% endkept %}", "{% kept %}{% block b %}{% endblock %}{% endkept %}"],
)
def test_what_could_not_be_kept_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load kept %}" + source)
