"use strict";
// The simulator's page: asks for what the phones show, draws it, and sends back what people do on them.

const words = document.getElementById("words").dataset;
const phones = document.getElementById("phones");
const shown = new Map(); // "channel:chat" → the phone's element and what it holds
let version = -1;
let asking = null;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function act(body) {
  const headers = { "Content-Type": "application/json" };
  return post("/mo-phong/nhan", { method: "POST", headers, body: JSON.stringify(body) });
}

// While the service starts again it is away for a moment: what was pressed waits for it.
async function post(path, request) {
  for (let tries = 0; tries < 40; tries += 1) {
    const answer = await fetch(path, request).catch(() => null);
    if (answer && answer.status !== 503) {
      alarm(!answer.ok);
      return;
    }
    await new Promise((wake) => setTimeout(wake, 250));
  }
  alarm(true);
}

function alarm(on) {
  const place = document.getElementById("alarm");
  place.hidden = !on;
  place.textContent = on ? words.lost : "";
}

function nameOf(key) {
  const option = document.querySelector(`#choice option[value="${CSS.escape(key)}"]`);
  return option ? option.textContent : key;
}

function addPhone(key) {
  if (shown.has(key)) {
    shown.get(key).root.scrollIntoView({ inline: "start" });
    return;
  }
  const root = document.getElementById("phone").content.firstElementChild.cloneNode(true);
  root.dataset.phone = key;
  root.querySelector("h2").textContent = nameOf(key);
  root.querySelector(".channel").textContent = key.startsWith("simulator_plain:") ? words.plain : words.buttons;
  const phone = { root, quoted: "", editing: "", drawn: "" };
  root.querySelector(".close").addEventListener("click", () => { root.remove(); shown.delete(key); ask(true); });
  root.querySelector(".network").addEventListener("click", () => act({ do: "network", phone: key }));
  root.querySelector(".quoting button").addEventListener("click", () => quote(phone, "", ""));
  root.querySelector("input[type=file]").addEventListener("change", (event) => sendFile(key, root, event.target));
  const form = root.querySelector(".write");
  const box = form.querySelector("textarea");
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    if (phone.editing) act({ do: "edit", phone: key, ref: phone.editing, text });
    else act({ do: "say", phone: key, text, quoted: phone.quoted });
    box.value = "";
    quote(phone, "", "");
  });
  phones.append(root);
  shown.set(key, phone);
  ask(true);
}

function quote(phone, ref, text, editing = "") {
  phone.quoted = editing ? "" : ref;
  phone.editing = editing;
  const place = phone.root.querySelector(".quoting");
  place.hidden = !ref;
  place.firstElementChild.textContent = (editing ? words.edit : words.quote) + ": " + text.slice(0, 60);
}

async function sendFile(key, root, input) {
  if (!input.files.length) return;
  const form = new FormData();
  const box = root.querySelector("textarea");
  form.append("phone", key);
  form.append("text", box.value.trim());
  form.append("file", input.files[0]);
  box.value = "";
  input.value = "";
  await post("/mo-phong/gui-tep", { method: "POST", body: form });
}

function drawPhone(key, phone, state) {
  const network = phone.root.querySelector(".network");
  network.setAttribute("aria-pressed", String(state.offline));
  const picture = JSON.stringify(state.messages);
  if (picture === phone.drawn) return;
  phone.drawn = picture;
  const screen = phone.root.querySelector(".screen");
  screen.replaceChildren(...state.messages.map((message) => bubble(key, phone, state, message)));
  if (!state.messages.length) screen.append(element("li", "empty", words.empty));
  screen.scrollTop = screen.scrollHeight;
}

function bubble(key, phone, state, message) {
  const item = element("li", message.mine ? "bubble mine" : "bubble");
  item.dataset.ref = message.ref;
  const quoted = state.messages.find((each) => each.ref === message.quoted);
  if (quoted) item.append(element("p", "quoted", quoted.text.slice(0, 80)));
  for (const file of message.files) {
    const link = element("a", "", file.picture ? "" : file.name);
    link.href = file.url;
    if (file.picture) {
      const image = element("img");
      image.src = file.url;
      image.alt = file.name;
      link.append(image);
    } else {
      link.download = file.name;
    }
    item.append(link);
  }
  item.append(element("p", "text", message.text));
  const keys = element("div", "keys");
  for (const button of message.buttons.flat()) {
    const made = element(button.url ? "a" : "button", button.url ? "button" : "", button.label);
    if (button.url) {
      made.href = button.url;
      made.target = "_blank";
      made.rel = "noopener";
    } else {
      made.type = "button";
      made.addEventListener("click", () => act({ do: "press", phone: key, ref: message.ref, action: button.action }));
    }
    keys.append(made);
  }
  if (keys.childElementCount) item.append(keys);
  const foot = element("p", "foot", message.time + (message.edited ? " · " + words.edited : ""));
  if (message.mine ? state.editing : state.quoting) {
    const made = element("button", "quiet", message.mine ? words.edit : words.quote);
    made.type = "button";
    made.addEventListener("click", () => {
      quote(phone, message.ref, message.text, message.mine ? message.ref : "");
      const box = phone.root.querySelector("textarea");
      if (message.mine) box.value = message.text;
      box.focus();
    });
    foot.append(made);
  }
  item.append(foot);
  return item;
}

function drawMarks(marks) {
  const list = document.getElementById("marks");
  list.replaceChildren(...marks.map((mark) => {
    const item = element("li", "", mark.label);
    item.append(element("br"));
    if (mark.reminders) item.append(element("span", "dot reminder"), `${mark.reminders} `);
    if (mark.terms) item.append(element("span", "dot term"), `${mark.terms}`);
    item.title = `${mark.reminders} ${words.reminders}, ${mark.terms} ${words.terms}`;
    return item;
  }));
}

function draw(state) {
  version = state.version;
  document.getElementById("date").textContent = state.date;
  document.getElementById("time").textContent = state.time;
  document.getElementById("trouble").value = state.trouble;
  for (const button of document.querySelectorAll("[data-step], #restart")) button.disabled = state.busy;
  drawMarks(state.marks);
  for (const [key, phone] of shown) if (state.phones[key]) drawPhone(key, phone, state.phones[key]);
}

async function ask(now = false) {
  if (asking) asking.abort();
  const mine = new AbortController();
  asking = mine;
  const since = now ? -1 : version;
  try {
    const keys = [...shown.keys()].join(",");
    const answer = await fetch(`/mo-phong/trang-thai?since=${since}&phones=${encodeURIComponent(keys)}`, { signal: mine.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    draw(await answer.json());
    alarm(false);
    ask();
  } catch (error) {
    if (mine.signal.aborted) return;
    alarm(true);
    setTimeout(() => ask(true), 1000);
  }
}

for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => act({ do: "advance", step: button.dataset.step }));
}
document.getElementById("restart").addEventListener("click", () => act({ do: "restart" }));
document.getElementById("trouble").addEventListener("change", (event) => act({ do: "trouble", kind: event.target.value }));
document.getElementById("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const key = document.getElementById("choice").value;
  act({ do: "open", phone: key });
  addPhone(key);
});
for (const key of phones.dataset.first.split(",")) if (key) addPhone(key);
