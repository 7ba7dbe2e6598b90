"""How a button inside shown markup reaches the server: the page's script types into a hidden box.

Gradio's own way to run script on an event needs unsafe-eval; this works under a strict policy.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, ParamSpec, TypedDict

import gradio as gr

from assistant.errors import AssistantError
from assistant.views.render import notices, wording
from assistant.views.web.guard import journal

Params = ParamSpec("Params")


class _Quiet(TypedDict):
    show_progress: Literal["hidden"]
    api_visibility: Literal["private"]
    trigger_mode: Literal["always_last"]
    preprocess: Literal[False]


# An answer takes less time than a spinner needs to appear; no callback is an API; and what a
# person chose last is what is shown, where Gradio would drop a choice made during another call.
# What is chosen comes as it was sent: Gradio would refuse a choice that another index had offered.
QUIET: _Quiet = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "always_last",
    "preprocess": False,
}


# Else a browser writes what stands in the box to its profile, to restore the page with after a crash;
# and some send it to their maker, whose service looks at the spelling. Slips are mended here anyway.
UNSHARED = gr.InputHTMLAttributes(autocomplete="off", spellcheck=False, autocorrect="off")


def signal(name: str, value: str = "") -> gr.Textbox:
    """Make the hidden box for buttons of this name; its submit event is the press."""
    return gr.Textbox(
        value,
        visible="hidden",
        elem_id=f"signal-{name}",
        label=f"Signal {name}",
        container=False,
        html_attributes=UNSHARED,
    )


def told(n_outputs: int) -> Callable[[Callable[Params, object]], Callable[Params, Any]]:
    """Let a callback show an error's sentence in its first output; the others stay as they are.

    An error of ours is noted without its text, and shown as one.
    """

    def around(callback: Callable[Params, object]) -> Callable[Params, Any]:
        @wraps(callback)
        def shown(*args: Params.args, **kwargs: Params.kwargs) -> Any:  # noqa: ANN401  one output or all
            try:
                return callback(*args, **kwargs)
            except AssistantError as error:
                problem = notices.problem(str(error))
            except Exception as error:  # noqa: BLE001  Gradio would write its text to the log
                journal.note(error)
                problem = notices.problem(wording.OUR_FAULT)
            return (problem, *[gr.skip()] * (n_outputs - 1)) if n_outputs > 1 else problem

        return shown

    return around


def markdown(value: str = "", *, elem_id: str = "", classes: str = "") -> gr.Markdown:
    """Make a place for markup of the render package: sanitised once more, no formulas."""
    return gr.Markdown(
        value,
        latex_delimiters=[],
        sanitize_html=True,
        elem_id=elem_id or None,
        elem_classes=classes or None,
    )
