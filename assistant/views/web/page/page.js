// What Gradio cannot do under a strict content policy: hand presses of buttons inside shown
// markup to the server, copy, save, print, scroll to the lit words, keep the page's address and
// title, walk tabs by arrow keys, and say in our words that the server is gone.
const here = {
  "choose-file": chooseFile, back, goto, step, print: () => window.print(),
  copy: (button) => put(button.value, button),
  "copy-link": (button) => put(new URL(button.value, location.origin + location.pathname).href, button),
};
const WAIT_MS = 700;
const ARRIVED_MS = 10_000;
const STAYS_MS = 50;
const LANDMARKS = {
  "ask-foot": ["search", "Ask the guidance"],
  left: ["region", "Conversation"],
  right: ["region", "Documents"],
};
let opener = null;
let saved = null;
let acted = false;
let ready = false;
let at = -1;

document.documentElement.lang = "en-GB";
new MutationObserver(() => {
  if (document.documentElement.lang !== "en-GB") document.documentElement.lang = "en-GB";
}).observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });

const status = document.createElement("div");
status.className = "toast";
status.setAttribute("role", "status");

for (const kind of ["click", "keydown"]) {
  document.addEventListener(kind, (event) => { acted ||= event.isTrusted; }, true);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='?'], a.skip");
  const summary = event.target.closest("details.folded > summary");
  const button = event.target.closest("button[name]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (link.className === "skip") return toBox();
    history.pushState(null, "", link.getAttribute("href"));
    follow();
  } else if (summary) {
    event.preventDefault();
    unfold(summary.parentElement);
  } else if (button && button.closest(".gradio-container")) {
    event.preventDefault();
    (here[button.name] || send)(button);
  }
});

// The box stands on the first tab.
function toBox() {
  if (box().checkVisibility()) return box().focus();
  document.querySelector("[role=tab]").click();
  setTimeout(() => box().focus(), 50);
}

// An earlier answer's words come when it is opened; those that are open stay so.
function unfold(turn) {
  const open = [...document.querySelectorAll("details.turn[open]"), turn];
  press("turn", open.map((each) => each.id.replace("turn-", "")).join(","));
  whenChanged("answer", () => document.querySelector(`#${turn.id} > summary`)?.focus({ preventScroll: true }));
}

function send(button) {
  // Beside an answer a place opens there; from any other part of the page it opens where one reads.
  const name = button.name === "open" && !button.closest("#tab-ask") ? "read" : button.name;
  const shows = { open: "beside", card: "opened", read: "whole" }[name];
  if (name === "open" && !button.closest("#beside")) opener = button;
  press(name, button.value);
  if (name === "card" && !button.value) toRow();
  else if (name === "card") send.card = button.value;
  if (shows && button.value) whenChanged(shows, () => reveal(shows));
  if (button.name === "close") back();
}

// Who closes a card goes on in the list, where it stands.
function toRow() {
  const row = document.querySelector(`#list button[name="card"][value="${CSS.escape(send.card || "")}"]`);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "center" });
}

// The box's submit event is the press; see parts.py.
function press(name, value) {
  const box = document.querySelector(`#signal-${CSS.escape(name)} textarea`);
  if (!box) return;
  type(box, value);
  enter(box);
}

function type(box, value) {
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function enter(box) {
  box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
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
  request.setRequestHeader("X-Library-Ticket", document.querySelector("#signal-library-ticket textarea").value);
  request.setRequestHeader("X-Library-Name", encodeURIComponent(file.name));
  request.upload.onprogress = (sent) => say(`Sending ${file.name}: ${Math.round((100 * sent.loaded) / sent.total)} %`);
  request.onload = () => {
    if (request.status === 200) return press("library", "received");
    let sentence = `The server answered ${request.status}.`;
    try { sentence = JSON.parse(request.response).detail; } catch { /* not ours: a proxy's */ }
    press("library", `problem ${sentence}`);
  };
  request.onerror = () => press("library", "problem The file could not be sent: too large, or the connection broke off.");
  request.send(file);
}

// Runs when the part changes, and after a while when what was asked for may be there already.
function whenChanged(id, action, within = WAIT_MS) {
  const before = shownIn(id);
  const limit = setTimeout(action, within);
  const watcher = new MutationObserver(() => {
    const now = shownIn(id);
    if (!now || now === before) return;
    clearTimeout(limit);
    watcher.disconnect();
    requestAnimationFrame(action);
  });
  watcher.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watcher.disconnect(), ARRIVED_MS);
}

function shownIn(id) {
  return document.querySelector(`#${id} .md > *`);
}

function reveal(id) {
  const part = document.getElementById(id);
  if (!part || !part.offsetParent) return;
  const mark = part.querySelector("mark");
  const paper = part.querySelector(".paper[tabindex]") || part.querySelector("[tabindex='-1']");
  if (!window.matchMedia("(min-width: 60rem)").matches || id !== "beside") part.scrollIntoView({ block: "start" });
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
  const answer = document.querySelector("#answer .newest");
  if (!answer?.offsetParent) return;
  answer.scrollIntoView({ block: "start" });
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

// Gradio says nothing of a call that is not taken; for a server that has gone it waits by itself.
const fetched = window.fetch;
window.fetch = async (...call) => {
  const tell = (id) => String(call[0]).includes("/run/predict") && problem(document.getElementById(id).textContent);
  try {
    const answer = await fetched(...call);
    // A proxy answers so for a server that has gone.
    if (!answer.ok) tell([502, 504].includes(answer.status) ? "say-gone" : "say-busy");
    return answer;
  } catch (error) {
    tell("say-gone");
    throw error;
  }
};

function say(words) {
  status.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { status.textContent = ""; }, 4000);
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
    for (const tab of tabs.querySelectorAll("[role='tab']")) {
      set(tab, "tabindex", tab.getAttribute("aria-selected") === "true" ? "0" : "-1");
    }
  }
  for (const [id, [role, label]] of Object.entries(LANDMARKS)) {
    const part = document.getElementById(id);
    if (part) {
      set(part, "role", role);
      set(part, "aria-label", label);
    }
  }
  const said = document.getElementById("said");
  if (said) set(said, "aria-live", "polite");
}

function set(part, attribute, value) {
  if (part.getAttribute(attribute) !== value) part.setAttribute(attribute, value);
}

// What is new begins at its first line, but only for somebody who has asked; and who pressed a
// button that is gone goes on from there.
function bringUp() {
  const part = document.querySelector("#answer .newest, #answer .start");
  if (!part || part === bringUp.last) return;
  const isOther = part.textContent !== bringUp.words;
  bringUp.last = part;
  bringUp.words = part.textContent;
  if (!isOther || !acted) return;
  if (part.className === "start") window.scrollTo(0, 0);
  else part.scrollIntoView({ block: "start" });
  if (document.activeElement?.matches("body, #new-topic")) (part.className === "start" ? box() : part).focus({ preventScroll: true });
}

// Address and title say what is shown: an answer by its conversation's name, never by its question,
// for a browser keeps both on disk. Only what a person does makes a new address.
function keepAddress() {
  const tab = document.querySelector("#tabs [role='tab'][aria-selected='true']");
  // Until what the address names is shown, it is not what the page shows.
  if (!tab || early.isConnected) return;
  const part = tab.id.replace(/^tab-|-button$/g, "");
  const talk = document.querySelector("#answer .conversation");
  const card = document.querySelector("#opened .card");
  let address = part === "ask" ? "" : `?tab=${part}`;
  let title = part === "ask" ? "" : tab.textContent.trim();
  if (part === "ask" && talk) {
    address = `?answer=${talk.id.replace("conversation-", "")}`;
    title = talk.querySelector(".page-title").textContent;
  } else if (part === "browse" && card) {
    address = card.querySelector("[name='copy-link']").value;
    title = card.querySelector(".card-number").textContent;
  }
  const whole = [title, keepAddress.own].filter(Boolean).join(" – ");
  if (document.title !== whole) document.title = whole;
  if (address === keepAddress.last) return;
  keepAddress.last = address;
  if (acted && address !== location.search) history.pushState(null, "", address || location.pathname);
}
keepAddress.own = document.querySelector("h1")?.textContent || document.title;

// Shows what the address names: after Back, Forward, a link, and once the page is there.
function follow() {
  acted = false;
  const given = new URLSearchParams(location.search);
  const tab = document.getElementById(`tab-${given.get("tab") || "ask"}-button`);
  // A recommendation brings its tab with it; of two calls at once Gradio sometimes loses one.
  if (!given.has("rec") && tab && tab.getAttribute("aria-selected") !== "true") tab.click();
  if (!given.has("tab")) arrive(location.search);
}
window.addEventListener("popstate", follow);

// Gradio empties a box that was typed into while it still lays out the page: pressed once the words
// stay, and again where they went after all. To arrive twice shows the same.
function arrive(query) {
  const box = document.querySelector("#signal-address textarea");
  if (!box) return;
  const stays = (then) => setTimeout(() => {
    if (location.search === query) (box.isConnected && box.value === query ? then : () => arrive(query))();
  }, STAYS_MS);
  type(box, query);
  stays(() => {
    enter(box);
    stays(() => {});
  });
}

document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
  const list = event.target.closest?.("#tabs [role='tablist']");
  if (!step || !list) return;
  event.preventDefault();
  const tabs = [...list.querySelectorAll("[role='tab']")];
  const to = tabs.indexOf(event.target) + step;
  const next = tabs[Number.isFinite(step) ? (to + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1];
  next.click();
  next.focus();
}, true);

// The frame stands outside Gradio's parts, and says of which index the page is. An answer of another one
// brings the rest of the page after it.
function followIndex() {
  for (const [from, to] of [["#renewed .warnings", "#warnings"], ["#renewed .origin", "footer"]]) {
    const fresh = document.querySelector(from)?.innerHTML;
    if (fresh !== undefined && document.querySelector(to).innerHTML !== fresh) document.querySelector(to).innerHTML = fresh;
  }
  const answered = document.querySelector("#answer .newest .stamp")?.textContent.match(/Index \S+$/)?.[0];
  const box = document.querySelector("#signal-index textarea");
  if (!answered || !box || answered === followIndex.asked || answered === `Index ${box.value}.`) return;
  followIndex.asked = answered;
  enter(box);
}

// What falls to the people who were tapped comes into view where their names fill the screen.
function bringRole() {
  const shown = document.querySelector("#role .question");
  if (!shown || shown.textContent === bringRole.words) return;
  bringRole.words = shown.textContent;
  if (shown.getBoundingClientRect().top > window.innerHeight / 2) shown.scrollIntoView({ block: "start" });
}

// A page on paper says when it was printed, and from where.
const printed = document.createElement("p");
printed.className = "printed";
window.addEventListener("beforeprint", () => {
  const day = new Date().toLocaleDateString("en-GB", { dateStyle: "long" });
  printed.textContent = `Printed on ${day} from ${location.href}`;
  document.querySelector(".gradio-container main")?.append(printed);
});

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
  if (document.body && !status.isConnected) document.body.append(status);
  bringUp();
  bringRole();
  followIndex();
  keepAddress();
  // The last of the page's parts takes the address.
  if (!ready && document.querySelector("#question textarea")?.offsetParent && document.querySelector("#answer .md > *")
    && document.querySelector("#signal-address textarea")) {
    ready = true;
    if (location.search) follow();
    // Where an address opens a conversation, a question goes on from it.
    if (/[?&](q|answer)=/.test(location.search)) whenChanged("answer", handOver, ARRIVED_MS);
    else handOver();
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
