"""What the diary cannot tell anybody: for everybody, and nothing is read or stored."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guides.safety.hiding import hide_table


@login_not_required
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """What BackCare cannot tell, in plain words, and the disclaimer in full."""
    context = {"disclaimer": hide_table().disclaimer}
    return render(request, "tracker/limits.html", context)
