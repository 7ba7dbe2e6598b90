"""What the tabs are made of: places for markup, boxes to ask in, and hidden boxes for pressed buttons.

A button inside shown markup reaches the server by the page's script, which types into a hidden box.
Gradio's own way to run script on an event needs unsafe-eval; this works under a strict policy.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, ParamSpec

import gradio as gr

from assistant.errors import AssistantError
from assistant.views.render import wording
from assistant.views.render.markup import Html, notices
from assistant.views.web.guard import journal

Params = ParamSpec("Params")

# An answer takes less time than a spinner needs to appear; no callback is an API; and what a
# person chose last is what is shown, where Gradio would drop a choice made during another call.
# What is chosen comes as it was sent: Gradio would refuse a choice that another index had offered.
# A call is one request and its answer; Gradio's queue would keep answers that nobody comes for, part
# a call from its answer, and lose one of several calls made at once.
QUIET: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "always_last",
    "preprocess": False,
    "queue": False,
}
# Else a browser writes what stands in the box to its profile, to restore the page with after a crash;
# and some send it to their maker, whose service looks at the spelling. Slips are mended here anyway.
_UNSHARED = gr.InputHTMLAttributes(autocomplete="off", spellcheck=False, autocorrect="off")


def box(label: str, **more: Any) -> gr.Textbox:  # noqa: ANN401  Gradio's own
    """Make a box to write in."""
    return gr.Textbox(label=label, html_attributes=_UNSHARED, **more)


def signal(name: str, value: str = "") -> gr.Textbox:
    """Make the hidden box for buttons of this name; its submit event is the press."""
    hidden = {"visible": "hidden", "container": False, "elem_id": f"signal-{name}"}
    return box(f"Signal {name}", value=value, **hidden)


def problem(error: Exception) -> Html:
    """Show what went wrong; an error of ours is noted without its text, which Gradio would write to the log."""
    if isinstance(error, AssistantError):
        return notices.problem(str(error))
    journal.note(error)
    return notices.problem(wording.OUR_FAULT)


def told(callback: Callable[Params, object], n_outputs: int) -> Callable[Params, Any]:
    """Let a callback show an error's sentence in its first output; the others stay as they are."""

    @wraps(callback)
    def shown(*args: Params.args, **kwargs: Params.kwargs) -> Any:  # noqa: ANN401  one output or all
        try:
            return callback(*args, **kwargs)
        except Exception as error:  # noqa: BLE001  Gradio would log its text
            said = problem(error)
            return (said, *[gr.skip()] * (n_outputs - 1)) if n_outputs > 1 else said

    return shown


def on(
    events: Sequence[Any],
    callback: Callable[..., object],
    inputs: Sequence[Any],
    outputs: Sequence[Any],
    **more: object,
) -> None:
    """Let a callback answer events, and show an error's sentence in the first output."""
    gr.on(events, told(callback, len(outputs)), list(inputs), list(outputs), **(QUIET | more))


def markdown(value: str = "", **more: Any) -> gr.Markdown:  # noqa: ANN401  Gradio's own
    """Make a place for markup of the render package: sanitised once more, no formulas."""
    return gr.Markdown(value, latex_delimiters=[], sanitize_html=True, **more)


def opening(elem_id: str, show: Callable[[], Html]) -> Callable[[gr.Tab], None]:
    """Lay out a tab that shows something whenever it is opened; one reader at a time sets it going."""

    def lay_out(tab: gr.Tab) -> None:
        on([tab.select], show, [], [markdown(elem_id=elem_id)], concurrency_limit=1)

    return lay_out


def ask_row(
    label: str, press: str, most: int, variant: str = "secondary", **more: object
) -> tuple[gr.Textbox, list[Any]]:
    """Lay out a box to write in, with its button; gives the box, and the events that send it."""
    with gr.Row(elem_classes="ask-row"):
        written = box(label, lines=1, max_length=most, scale=5, **more)
        button = gr.Button(press, variant=variant, scale=0, min_width=96)
    return written, [written.submit, button.click]
