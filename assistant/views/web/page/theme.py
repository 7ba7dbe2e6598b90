"""The look of the page: system fonts and colours that pass AA in light and in dark."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

STYLE = Path(__file__).with_name("page.css")
FRAME = Path(__file__).with_name("frame.css")
SCRIPT = Path(__file__).with_name("page.js")

_FONTS = ("Arial", "Helvetica", "sans-serif")
_MONO = ("Consolas", "Menlo", "monospace")

# Blue 005eb8 on white is 6.2:1, 9cd0ff on 14191d is 10.9:1. Source: WCAG 2.2, 1.4.3.
_BLUE, _BLUE_DEEP, _SKY = "#005eb8", "#003f7d", "#9cd0ff"
_INK, _PAPER = "#1d2529", "#ffffff"
_INK_DARK, _PAPER_DARK, _RAISED_DARK = "#eef2f4", "#14191d", "#1d2429"


def theme() -> gr.themes.Base:
    """Build the theme; fonts are plain names, so that none is fetched."""
    return gr.themes.Base(
        font=list(_FONTS),
        font_mono=list(_MONO),
        radius_size=gr.themes.sizes.radius_sm,
        text_size=gr.themes.sizes.text_lg,
    ).set(
        body_background_fill=_PAPER,
        body_background_fill_dark=_PAPER_DARK,
        body_text_color=_INK,
        body_text_color_dark=_INK_DARK,
        background_fill_primary=_PAPER,
        background_fill_primary_dark=_PAPER_DARK,
        background_fill_secondary="#f3f6f8",
        background_fill_secondary_dark=_RAISED_DARK,
        block_background_fill=_PAPER,
        block_background_fill_dark=_PAPER_DARK,
        block_label_text_color=_INK,
        block_label_text_color_dark=_INK_DARK,
        block_title_text_color=_INK,
        block_title_text_color_dark=_INK_DARK,
        block_info_text_color="#4a5760",
        block_info_text_color_dark="#c3ccd2",
        block_title_text_weight="700",
        block_border_width="0px",
        block_shadow="none",
        border_color_primary="#c9d1d6",
        border_color_primary_dark="#46525b",
        input_background_fill=_PAPER,
        input_background_fill_dark=_RAISED_DARK,
        # Controls need 3:1 against the page (1.4.11).
        input_border_color="#5d6b75",
        input_border_color_dark="#9aa8b1",
        input_border_width="2px",
        input_placeholder_color="#55636d",
        input_placeholder_color_dark="#b4bfc6",
        button_primary_background_fill=_BLUE,
        button_primary_background_fill_dark=_SKY,
        button_primary_background_fill_hover=_BLUE_DEEP,
        button_primary_background_fill_hover_dark="#c9e5ff",
        button_primary_text_color=_PAPER,
        button_primary_text_color_dark="#0b1a26",
        button_secondary_background_fill="#eef3f7",
        button_secondary_background_fill_dark="#2a333a",
        button_secondary_background_fill_hover="#dde7ef",
        button_secondary_background_fill_hover_dark="#36424a",
        button_secondary_text_color=_INK,
        button_secondary_text_color_dark=_INK_DARK,
        checkbox_label_background_fill="#f3f6f8",
        checkbox_label_background_fill_dark=_RAISED_DARK,
        checkbox_label_background_fill_selected="#dcebf8",
        checkbox_label_background_fill_selected_dark="#1f3a52",
        checkbox_label_text_color=_INK,
        checkbox_label_text_color_dark=_INK_DARK,
        checkbox_label_text_color_selected=_INK,
        checkbox_label_text_color_selected_dark=_INK_DARK,
        checkbox_background_color_selected=_BLUE,
        checkbox_background_color_selected_dark=_BLUE,
        checkbox_border_color="#5d6b75",
        checkbox_border_color_dark="#9aa8b1",
        link_text_color=_BLUE,
        link_text_color_dark=_SKY,
        color_accent=_BLUE,
        color_accent_soft="#dcebf8",
        color_accent_soft_dark="#1f3a52",
    )
