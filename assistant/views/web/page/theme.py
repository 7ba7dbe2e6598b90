"""The look of the page: system fonts and colours that pass AA in light and in dark."""

from pathlib import Path

import gradio as gr

STYLE = Path(__file__).with_name("page.css")
FRAME = Path(__file__).with_name("frame.css")
SCRIPTS = [Path(__file__).with_name(name) for name in ("box.js", "page.js")]

# What Gradio colours, each by a colour of frame.css, which has one for light and one for dark.
_COLOURS = {
    "paper": "body_background_fill background_fill_primary block_background_fill",
    "raised": "input_background_fill input_background_fill_focus",
    "tint": "background_fill_secondary checkbox_label_background_fill",
    "ink": "body_text_color block_label_text_color block_title_text_color button_secondary_text_color "
    "checkbox_label_text_color checkbox_label_text_color_selected",
    "soft": "block_info_text_color",
    "placeholder": "input_placeholder_color",
    "line": "border_color_primary",
    "input-line": "input_border_color input_border_color_focus checkbox_border_color",
    "link": "button_primary_background_fill button_primary_border_color link_text_color color_accent",
    "link-deep": "button_primary_background_fill_hover button_primary_border_color_hover",
    "on-link": "button_primary_text_color",
    "press": "button_secondary_background_fill button_secondary_border_color",
    "press-deep": "button_secondary_background_fill_hover button_secondary_border_color_hover",
    "chosen": "checkbox_label_background_fill_selected color_accent_soft",
    "check": "checkbox_background_color_selected",
}


def theme() -> gr.themes.Base:
    """Build the theme; fonts are plain names, so that none is fetched."""
    colours = {name: f"var(--{own})" for own, names in _COLOURS.items() for name in names.split()}
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
