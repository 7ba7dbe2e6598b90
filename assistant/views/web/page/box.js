// The box for questions: the frame's own until Gradio's is there, and what is typed, sent or too long in
// either. One script with page.js, which serve/application.py puts into the page.
const early = document.getElementById("early");
let asksEarly = false;

// The frame's own, until Gradio's is there.
function box() {
  return document.querySelector("#early textarea, #question textarea");
}

// Only the Ask tab has the box; what an address opens elsewhere has none to wait for.
if (/[?&](tab|rec)=/.test(location.search)) early.querySelector(".early-row").remove();
else box().focus({ preventScroll: true });

// What was typed before Gradio's box was there stands in it, caret and all, and is asked if it was sent.
function handOver() {
  if (!early.isConnected) return;
  const from = early.querySelector("textarea");
  const held = early.contains(document.activeElement) || document.activeElement === document.body;
  early.remove();
  document.querySelector("a.skip").href = "#question";
  if (!from) return;
  type(box(), from.value);
  if (held) box().focus({ preventScroll: true });
  if (from.value) box().setSelectionRange(from.selectionStart, from.selectionEnd);
  if (asksEarly) enter(box());
}

// Sent is what stands there: who types on has thought better of it.
function askEarly(asks) {
  asksEarly = asks;
  early.querySelector("[role='status']").textContent = asks ? document.getElementById("say-early").textContent : "";
}

// Nothing is cut: beyond its length a question is counted, and not sent.
function tooLong() {
  const words = document.getElementById("say-long");
  const most = Number(words.title);
  const n = box().value.length;
  if (n > most) problem(words.textContent.replace("{n}", n.toLocaleString("en-GB")).replace("{most}", most.toLocaleString("en-GB")));
  else if (problem.line?.isConnected) problem.line.remove();
  return n > most;
}
document.addEventListener("input", (event) => {
  if (event.target !== box()) return;
  tooLong();
  if (early.isConnected) askEarly(false);
});
for (const kind of ["click", "keypress"]) {
  document.addEventListener(kind, (event) => {
    const asks = kind === "click"
      ? event.target.closest("#ask-button, #early button")
      : event.target === box() && event.key === "Enter" && !event.shiftKey;
    if (!asks || (!tooLong() && !early.isConnected)) return;
    event.stopPropagation();
    event.preventDefault();
    if (early.isConnected) askEarly(!tooLong());
  }, true);
}

// A line beside the box for what the server cannot say.
function problem(sentence) {
  if (!problem.line) {
    problem.line = document.createElement("p");
    problem.line.className = "lead lead-no";
    problem.line.setAttribute("role", "alert");
  }
  if (problem.line.textContent !== sentence) problem.line.textContent = sentence;
  if (!problem.line.isConnected) document.querySelector(".early-row, #ask-foot")?.prepend(problem.line);
}
