// A dispatcher's console that was left alone: the page stays as it is under a cover until its owner is back.
// The server locks the session whether or not this script runs; it only covers, rings, and gives what was typed back.
const pattern = document.getElementById("lock");
const { url, person } = pattern.dataset;
const OPEN_EVERY = 5000, LOCKED_EVERY = 3000, ALONE = 30 * 60000;
let heard = Date.now();
let cover = null, waiting = 0, openTitle = "", timer = 0, opened = 0;

async function look() {
  const before = opened;
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    const told = answer.ok ? await answer.json() : null;
    heard = Date.now();
    if (before !== opened) return;  // unlocked meanwhile: what was asked before says nothing about now
    if (answer.status === 401) end();
    else if (told) obey(told);
  } catch {
    // No connection: the page stays as it is, and the next look may find one; after half an hour it is covered.
    if (!cover && Date.now() - heard >= ALONE) draw();
  } finally {
    clearTimeout(timer);
    timer = setTimeout(look, cover ? LOCKED_EVERY : OPEN_EVERY);
  }
}

function obey(told) {
  if (!told.locked) return cover ? open(told) : undefined;
  if (!cover) draw();
  tell(told.waiting);
}

function draw() {
  openTitle = document.title;
  waiting = 0;
  document.body.append(pattern.content.cloneNode(true));
  cover = document.body.lastElementChild;
  cover.addEventListener("cancel", (event) => event.preventDefault());
  cover.addEventListener("close", () => { if (cover) cover.showModal(); });
  cover.querySelector("form").addEventListener("submit", unlock);
  document.documentElement.classList.add("is-locked");
  document.title = "Locked · Platebook";
  cover.showModal();
}

function tell(count) {
  const line = cover.querySelector(".lock__waiting");
  const words = count === 0 ? "No hit is waiting." : count === 1 ? "1 hit is waiting." : `${count} hits are waiting.`;
  if (line.textContent !== words) line.textContent = words;
  document.title = count ? `(${count}) Locked · Platebook` : "Locked · Platebook";
  if (count > waiting) ring();
  waiting = count;
}

// Two tones. A browser that has not been touched since it opened the page stays silent; the number shows all the same.
function ring() {
  cover.dataset.rung = Number(cover.dataset.rung || 0) + 1;
  const sound = new AudioContext();
  [880, 660].forEach((pitch, place) => {
    const tone = sound.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(sound.destination);
    tone.start(sound.currentTime + place * 0.3);
    tone.stop(sound.currentTime + place * 0.3 + 0.25);
    if (place === 1) tone.onended = () => sound.close();
  });
}

// Sent by the script, so that the page underneath stays.
async function unlock(event) {
  event.preventDefault();
  const form = event.target, trouble = form.querySelector(".usa-error-message");
  const headers = { "X-CSRFToken": form.elements.csrf_token.value, "HX-Request": "true" };
  const answer = await fetch(form.action, { method: "POST", headers, body: new FormData(form) });
  delete form.dataset.sent;
  if (answer.status === 401) return end();
  const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (answer.ok) return open(told);
  trouble.textContent = told.message || "That did not work. Try again in a minute.";
  form.reset();
  form.elements.password.focus();
}

// Only for whoever left it: another person's sign-in in this browser begins with a page of their own.
function open(told) {
  if (told.person !== person) return location.assign("/");
  for (const part of [document, pattern.content]) {
    part.querySelectorAll("[name=csrf_token]").forEach((each) => { each.value = told.token; });
  }
  document.body.dataset.hxHeaders = JSON.stringify({ "X-CSRFToken": told.token });
  const was = cover;
  opened += 1;
  cover = null;
  was.close();
  was.remove();
  document.documentElement.classList.remove("is-locked");
  document.title = openTitle;
}

function end() {
  if (!cover) draw();
  cover.querySelector("form").hidden = true;
  cover.querySelector(".lock__waiting").hidden = true;
  cover.querySelector(".lock__over").hidden = false;
}

document.body.addEventListener("lock", look);
addEventListener("focus", look);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
timer = setTimeout(look, OPEN_EVERY);
