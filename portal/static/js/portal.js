// Small comforts over pages that work without any script: confirmation, focus, countdowns, news of polls.
"use strict";

const byId = (id) => document.getElementById(id);

// --- Forms: ask before an act marked data-confirm, and send a form only once.
const confirmed = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (form.getAttribute("method") === "dialog") return;
  if (question && !confirmed.delete(form)) {
    hold(event);
    ask(question, () => { confirmed.add(form); form.requestSubmit(event.submitter); });
  } else if ("sent" in form.dataset) {
    hold(event);
  } else if (!form.matches("[data-hx-post], [data-hx-get]")) {
    lock(form);
  }
}, true);

function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function ask(question, go) {
  const dialog = byId("confirm");
  byId("confirm-question").textContent = question;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") go(); }, { once: true });
  dialog.showModal();
}

// A file sent as the answer leaves the page standing, so the lock ends by itself.
function lock(form) {
  form.dataset.sent = "";
  setTimeout(() => unlock(form), 8000);
}
const unlock = (form) => { delete form.dataset.sent; };
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(unlock));

// --- The code of a slip travels behind the #, which no server sees: into the field, and out of the address.
const slipField = document.querySelector("[data-from-fragment]");
if (slipField && location.hash.length > 1) {
  slipField.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}

document.querySelectorAll("[data-print]").forEach((each) => {
  each.hidden = false;
  each.addEventListener("click", () => print());
});

// --- Long lists: show only what fits what is typed, tick what is shown. Without script the whole list stands there.
document.querySelectorAll("[data-filter-tools]").forEach((tools) => {
  const input = tools.querySelector("[data-filter]");
  const items = [...document.querySelectorAll(input.dataset.filter)];
  const boxes = () => items.filter((item) => !item.hidden).map((item) => item.querySelector("input")).filter(Boolean);
  tools.hidden = false;
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    items.forEach((item) => { item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word)); });
    count();
  };
  const count = () => {
    const ticked = items.filter((item) => item.querySelector("input")?.checked).length;
    const shown = items.filter((item) => !item.hidden).length;
    tools.querySelector("[data-filter-count]").textContent =
      `${shown} of ${items.length} shown` + (tools.querySelector("[data-tick]") ? `, ${ticked} ticked` : "");
  };
  const tick = (value) => { boxes().forEach((box) => { box.checked = value; }); count(); };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  tools.querySelector("[data-tick]")?.addEventListener("click", () => tick(true));
  tools.querySelector("[data-untick]")?.addEventListener("click", () => tick(false));
  items.forEach((item) => item.addEventListener("change", count));
  count();
});

// --- Countdowns: the server says until when; we add how long that is, by the server's clock where it was given.
const clockOffsets = new WeakMap();

function tick() {
  document.querySelectorAll("[data-until]").forEach((element) => {
    if (!clockOffsets.has(element)) {
      clockOffsets.set(element, element.dataset.now ? Date.parse(element.dataset.now) - Date.now() : 0);
    }
    const now = Date.now() + clockOffsets.get(element);
    const seconds = Math.round((Date.parse(element.dataset.until) - now) / 1000);
    element.classList.toggle("countdown--over", seconds < 0);
    const text = seconds < 0 ? `(over since ${span(-seconds)})` : `(${span(seconds)} left)`;
    const left = element.querySelector(".countdown__left");
    if (left && left.textContent !== text) left.textContent = text;
  });
}

function span(seconds) {
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
  if (days >= 4) return `${days} days`;
  if (hours) return `${hours} h ${minutes % 60} min`;
  return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
}
tick();
setInterval(tick, 1000);

// --- htmx: focus, news and lost connections. A swap may have removed the element that asked, so ask the request for it.
const asker = (detail) => detail.requestConfig.elt;
const polls = (element) => (element.getAttribute("data-hx-trigger") || "").includes("every");
const keys = (region) => new Set([...region.querySelectorAll("[data-key]")].map((each) => each.dataset.key));
let known = null;

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (asker(detail).matches("form")) lock(asker(detail));
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (asker(detail).matches("form")) unlock(asker(detail));
  if (polls(asker(detail))) byId("connection").textContent = detail.successful ? "" : "Not updating: connection lost";
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (polls(asker(detail)) && detail.isError) detail.shouldSwap = false;
  const region = detail.target.closest("[data-announce]");
  known = region && keys(region);
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  tick();
  const target = byId(detail.target.id) || detail.elt;
  const region = target.closest("[data-announce]");
  if (region && known) announce(region);
  const wanted = target.querySelector("[data-focus]") || (target.id === "messages" ? target.firstElementChild : null);
  if (wanted) focusOn(wanted);
  else if (document.activeElement === document.body && !polls(asker(detail))) focusOn(target);
});

function announce(region) {
  const count = [...keys(region)].filter((key) => !known.has(key)).length;
  known = null;
  if (!count) return;
  const what = region.dataset.announce;
  byId("announcer").textContent = count === 1 ? `1 ${what}` : `${count} ${what}s`;
  document.title = `(${region.querySelectorAll("[data-key]").length}) ${document.title.replace(/^\(\d+\) /, "")}`;
}

function focusOn(element) {
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
}

document.querySelector("[data-focus]")?.focus();
