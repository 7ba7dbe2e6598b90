// What Gradio cannot do under a strict content policy: hand presses of buttons inside shown
// markup to the server, copy, save, print, scroll to the lit words, and announce answers.
(() => {
  "use strict";
  const here = { "choose-file": chooseFile, copy, "copy-link": copyLink, save, back, goto, step, print: () => window.print() };
  const WAIT_MS = 700;
  let opener = null;
  let saved = null;
  let at = -1;

  // Gradio would keep the conversation's name where all tabs share it and where it outlives the
  // browser. It stays with its tab, and goes with it.
  const NAME = "ai-guidance-conversation";
  for (const method of ["getItem", "setItem"]) {
    const original = Storage.prototype[method];
    Storage.prototype[method] = function (key, ...value) {
      return original.call(key === NAME ? sessionStorage : this, key, ...value);
    };
  }

  document.documentElement.lang = "en-GB";
  new MutationObserver(() => {
    if (document.documentElement.lang !== "en-GB") document.documentElement.lang = "en-GB";
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });

  const status = document.createElement("div");
  status.className = "toast";
  status.setAttribute("role", "status");

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name]");
    if (!button || !button.closest(".gradio-container")) return;
    event.preventDefault();
    (here[button.name] || send)(button);
  });

  // The box's submit event is the press; see signals.py.
  function send(button) {
    const box = document.querySelector(`#signal-${CSS.escape(button.name)} textarea`);
    if (!box) return;
    const shows = { open: "beside", card: "opened", read: "whole" }[button.name];
    if (button.name === "open" && !button.closest("#beside")) opener = button;
    box.value = button.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
    if (shows) whenChanged(shows, () => reveal(shows));
    if (["ask", "turn", "undo", "confirm"].includes(button.name)) whenChanged("answer", toAnswer);
    if (button.name === "close") back();
  }

  // Asks for a file and sends it past Gradio, with the ticket of whoever is signed in to the library.
  function chooseFile(button) {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = button.value;
    input.addEventListener("change", () => { if (input.files[0]) upload(input.files[0]); });
    input.click();
  }

  function upload(file) {
    const request = new XMLHttpRequest();
    request.open("POST", "library/file");
    request.setRequestHeader("X-Library-Ticket", document.querySelector("#library-ticket textarea").value);
    request.setRequestHeader("X-Library-Name", encodeURIComponent(file.name));
    request.upload.onprogress = (sent) => say(`Sending ${file.name}: ${Math.round((100 * sent.loaded) / sent.total)} %`);
    request.onload = () => {
      if (request.status === 200) return tell("received");
      let sentence = `The server answered ${request.status}.`;
      try { sentence = JSON.parse(request.response).detail; } catch { /* not ours: a proxy's */ }
      tell(`problem ${sentence}`);
    };
    request.onerror = () => tell("problem The file could not be sent: too large, or the connection broke off.");
    request.send(file);
  }

  function tell(action) {
    send({ name: "library", value: action, closest: () => null });
  }

  // Runs once when the part changes, or after a while when what was asked for is there already.
  function whenChanged(id, action) {
    const before = shownIn(id);
    const limit = setTimeout(done, WAIT_MS);
    const watcher = new MutationObserver(() => {
      const now = shownIn(id);
      if (now && now !== before) done();
    });
    watcher.observe(document.body, { childList: true, subtree: true });
    function done() {
      clearTimeout(limit);
      watcher.disconnect();
      requestAnimationFrame(action);
    }
  }

  function shownIn(id) {
    return document.querySelector(`#${id} .md > *`);
  }

  function reveal(id) {
    const part = document.getElementById(id);
    if (!part || !part.offsetParent) return;
    const mark = part.querySelector("mark");
    const paper = part.querySelector(".paper[tabindex]") || part.querySelector("[tabindex='-1']");
    if (!matches("(min-width: 60rem)") || id !== "beside") part.scrollIntoView({ block: "start" });
    if (mark) show(mark);
    if (paper) paper.focus({ preventScroll: true });
  }

  // Scrolls the paper only, if it scrolls; else the page.
  function show(target) {
    const paper = target.closest(".paper");
    if (paper && paper.scrollHeight > paper.clientHeight + 4) {
      const offset = target.getBoundingClientRect().top - paper.getBoundingClientRect().top;
      paper.scrollTop += offset - paper.clientHeight / 3;
    } else {
      target.scrollIntoView({ block: "center" });
    }
  }

  function toAnswer() {
    const answer = document.getElementById("answer");
    if (!answer || !answer.offsetParent) return;
    const box = answer.getBoundingClientRect();
    if (box.top < 0 || box.top > window.innerHeight * 0.6) answer.scrollIntoView({ block: "start" });
    answer.setAttribute("tabindex", "-1");
    answer.focus({ preventScroll: true });
  }

  function back() {
    if (opener && opener.isConnected) {
      opener.scrollIntoView({ block: "center" });
      opener.focus({ preventScroll: true });
    } else {
      toAnswer();
    }
  }

  function goto(button) {
    const target = document.getElementById(button.value);
    if (!target) return;
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }

  function step(button) {
    const marks = [...document.querySelectorAll("#whole mark")];
    if (!marks.length) return;
    at = (at + Number(button.value) + marks.length) % marks.length;
    marks.forEach((mark, n) => mark.classList.toggle("current", n === at));
    marks[at].scrollIntoView({ block: "center" });
    say(`${at + 1} / ${marks.length}`);
  }

  function copyLink(button) {
    put(new URL(button.value, location.origin + location.pathname).href, button);
  }

  function copy(button) {
    put(button.value, button);
  }

  // Away from this machine there is no clipboard without https; the older way still works.
  async function put(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    say("Copied");
  }

  function save(button) {
    const bytes = Uint8Array.from(atob(button.textContent), (letter) => letter.charCodeAt(0));
    const file = new Blob([bytes], { type: button.title });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = button.value;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(`Saved ${button.value}`);
  }

  function say(words) {
    status.textContent = words;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { status.textContent = ""; }, 4000);
  }

  function matches(query) {
    return window.matchMedia(query).matches;
  }

  // Gradio leaves these without a name or a state for those who hear the page.
  function name() {
    for (const group of document.querySelectorAll("fieldset")) {
      const label = group.querySelector("[data-testid='block-info']");
      if (label) set(group, "aria-label", label.textContent.trim());
    }
    for (const fold of document.querySelectorAll("button.label-wrap")) {
      set(fold, "aria-expanded", String(fold.classList.contains("open")));
    }
    for (const tabs of document.querySelectorAll("#tabs [role='tablist']")) {
      set(tabs, "aria-label", "Parts of this page");
    }
  }

  function set(part, attribute, value) {
    if (part.getAttribute(attribute) !== value) part.setAttribute(attribute, value);
  }

  // A new answer below the fold is brought up, but only for somebody who has asked.
  function bringUp(answer) {
    const asked = answer.querySelector(".question");
    if (asked && asked !== bringUp.last) {
      bringUp.last = asked;
      const isBelow = asked.getBoundingClientRect().top > window.innerHeight * 0.5;
      if (isBelow && navigator.userActivation?.hasBeenActive) asked.scrollIntoView({ block: "start" });
    }
  }

  // What the library says, asks or opens is seen and heard at once: it stands above what was pressed.
  function bringForward(shown, part) {
    const words = shown?.offsetParent ? shown.textContent : "";
    if (words === (bringForward[part] || "")) return;
    bringForward[part] = words;
    if (!words) return;
    shown.setAttribute("tabindex", "-1");
    shown.focus({ preventScroll: true });
    shown.scrollIntoView({ block: "nearest" });
  }

  // Gradio builds the page after this script has run, and parts of it again with each tab.
  new MutationObserver(() => {
    const frame = document.querySelector(".gradio-container main");
    if (frame && !status.isConnected) frame.append(status);
    const answer = document.getElementById("answer");
    if (answer) {
      set(answer, "role", "log");
      set(answer, "aria-live", "polite");
      set(answer, "aria-label", "Answer");
      bringUp(answer);
    }
    name();
    const file = document.querySelector("#outbox [id^='file-']");
    if (file && file.id !== saved) {
      saved = file.id;
      save(file.querySelector("button"));
    }
    for (const part of ["#library-said .md > *", "#library-preview h2", "#library-form h2"]) {
      bringForward(document.querySelector(part), part);
    }
    const found = document.querySelector("#found .found");
    if (found && found !== step.last) {
      step.last = found;
      at = -1;
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["class"],
  });
})();
