"""The look of the page: system fonts and colours that pass AA in light and in dark."""

import tomllib
from pathlib import Path

import gradio as gr

STYLE = Path(__file__).with_name("page.css")
FRAME = Path(__file__).with_name("frame.css")
SCRIPTS = [Path(__file__).with_name(name) for name in ("box.js", "page.js")]

_COLOURS = Path(__file__).with_name("colours.toml")


def theme() -> gr.themes.Base:
    """Build the theme; fonts are plain names, so that none is fetched."""
    names_of = tomllib.loads(_COLOURS.read_text(encoding="utf-8"))
    colours = {name: f"var(--{own})" for own, names in names_of.items() for name in names.split()}
    in_the_dark = {f"{name}_dark": own for name, own in colours.items() if name != "color_accent"}
    return gr.themes.Base(
        font=["Arial", "Helvetica", "sans-serif"],
        font_mono=["Consolas", "Menlo", "monospace"],
        radius_size=gr.themes.sizes.radius_sm,
        text_size=gr.themes.sizes.text_lg,
    ).set(
        block_title_text_weight="700",
        block_border_width="0px",
        block_shadow="none",
        input_border_width="2px",
        **colours,
        **in_the_dark,
    )
