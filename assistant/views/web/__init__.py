"""The page and everything between it and a browser; Gradio is imported in page/ and in two modules beside it."""

import os

# Gradio and the encoder's libraries read these when they are imported, so they must stand before
# any module here does that. Whatever the machine says: nothing leaves it and nothing is recorded.
# Source: tests/faults/test_f11_routes_and_bodies.py; with Gradio 6.31 seven outside look-ups without.
for _name in [name for name in os.environ if name.startswith("GRADIO_")]:
    del os.environ[_name]
os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    GRADIO_RUN_HISTORY="False",
    GRADIO_SSR_MODE="False",
    GRADIO_MCP_SERVER="False",
    GRADIO_SHARE="False",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
)
