"use strict";

/** Entries that are shown; older ones make room. */
const SHOWN = 1000;

const byId = (id) => document.getElementById(id);

/** An element with properties and children; texts are texts, never markup. */
function make(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key === "class") element.className = value;
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const entries = new Map();
const items = new Map();
/** The device of a client, once a request has named both. */
const deviceOf = new Map();
let isPaused = false;
let waiting = [];

const PHASES = {
  registration: "Registration", configuration: "Configuration", session: "Session", "sign-in": "The user's browser",
  polls: "Polls", profile: "Profile", decisions: "Decisions", logout: "Logout", other: "Other",
};

function groupOf(entry) {
  const device = entry.sender ?? entry.device ?? deviceOf.get(entry.client);
  if (device) return { key: `device ${device}`, title: `Device ${device}` };
  if (entry.phase === "sign-in" || (entry.phase === "logout" && !entry.operation)) {
    return { key: "browser", title: "Browsers" };
  }
  if (entry.client) return { key: `client ${entry.client}`, title: `Client ${entry.client}, device not known yet` };
  return { key: "other", title: "No token, no device" };
}

function worst(entry) {
  if (entry.findings.some((finding) => finding.level === "mandatory")) return "mandatory";
  return entry.findings.length ? "recommended" : "";
}

function isWanted(entry) {
  if (byId("only-findings").checked && !entry.findings.length) return false;
  const text = byId("filter").value.trim().toLowerCase();
  if (!text) return true;
  const parts = [entry.method, entry.path, entry.operation, entry.status, entry.error, entry.code, entry.sender, entry.device];
  return [...parts, ...entry.findings.map((finding) => finding.id)].join(" ").toLowerCase().includes(text);
}

function statusOf(entry) {
  if (entry.status === null) {
    return entry.tookMs === null ? make("span", { class: "soft" }, "waiting…") : make("span", { class: "status not-ok" }, "closed");
  }
  return make("span", { class: `status ${entry.status < 400 ? "ok" : "not-ok"}` }, String(entry.status));
}

function summaryOf(entry) {
  const level = worst(entry);
  const count = entry.findings.length;
  const badge = level && make("span", { class: `badge ${level}` }, `${count} ${count === 1 ? "finding" : "findings"}`);
  const time = new Date(entry.atMs).toISOString().slice(11, 23);
  return [
    make("span", { class: "soft" }, `${entry.number} · ${time} `),
    make("span", { class: "what" }, `${entry.method} ${entry.operation ?? entry.path} `),
    statusOf(entry), " ",
    entry.error ? make("code", {}, entry.error) : null, " ",
    entry.tookMs === null ? null : make("span", { class: "soft" }, `${entry.tookMs} ms `),
    entry.isFault ? make("span", { class: "soft" }, "by a fault ") : null,
    badge || null,
  ];
}

const TOKENS = { good: "good", expired: "expired", unknown: "unknown to the sandbox", clientGone: "of a client that is gone" };

function tableOf(label, rows) {
  if (!rows.length) return null;
  const lines = rows.map(([name, value]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value)));
  return make("table", { "aria-label": label }, make("tbody", {}, ...lines));
}

function pretty(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function findingOf(finding) {
  return make("div", { class: `finding ${finding.level}` },
    make("p", { class: "rule" }, `${finding.level}: ${finding.text}`),
    make("p", {}, finding.what),
    make("p", {}, `To mend it: ${finding.mend}`),
    make("p", {}, make("a", { href: finding.page, target: "_blank", rel: "noreferrer" }, `Adobe's page about ${finding.id}`)));
}

function section(title, ...content) {
  const shown = content.filter(Boolean);
  return shown.length ? [make("h5", {}, title), ...shown] : [];
}

function contentOf(entry) {
  const decoded = entry.decoded.map(({ header, value, error }) => [header, make("pre", { tabIndex: 0 }, error ?? pretty(value))]);
  const token = entry.tokenState;
  const left = token?.leftMs ? `, for another ${Math.round(token.leftMs / 1000)} s` : "";
  const facts = [
    ["Path", make("code", {}, entry.path)],
    ...entry.query.map(([name, value]) => [`Query ${name}`, make("code", {}, value)]),
    ...(token ? [["Access token", `${entry.token}: ${TOKENS[token.state] ?? token.state}${left}`]] : []),
    ...(entry.client ? [["Client", String(entry.client)]] : []),
    ...(entry.code ? [["Code", make("code", {}, entry.code)]] : []),
    ["Connection", String(entry.connection)],
  ];
  const head = (pairs) => pairs.map(([name, value]) => [name, make("code", {}, value)]);
  const body = (text) => (text ? make("pre", { tabIndex: 0 }, text) : null);
  return [
    ...entry.findings.map(findingOf),
    ...section("Request", tableOf("Request", facts)),
    ...section("Decoded", tableOf("Decoded headers", decoded)),
    ...section("Headers", tableOf("Request headers", head(entry.headers))),
    ...section("Body", body(entry.body)),
    ...section("Answer", tableOf("Answer headers", head(entry.answerHeaders)), body(entry.answerBody)),
  ];
}

/** The request as it was, when a person asks for it. */
async function secretsOf(entry) {
  const response = await fetch(`/sandbox/log/${entry.number}/secrets`);
  if (!response.ok) return [];
  const raw = await response.json();
  const lines = (headers) => headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  const text = [lines(raw.headers), raw.body, "", lines(raw.answerHeaders), raw.answerBody].join("\n");
  return section("As it was, with secrets", make("pre", { tabIndex: 0, class: "raw" }, text));
}

async function fill(entry, details) {
  const holder = details.querySelector(".content");
  holder.replaceChildren(...contentOf(entry));
  if (byId("show-secrets").checked) holder.append(...(await secretsOf(entry)));
}

function draw(entry) {
  let item = items.get(entry.number);
  if (!item) {
    const details = make("details", {}, make("summary", {}), make("div", { class: "content" }));
    details.addEventListener("toggle", () => {
      if (details.open) fill(entries.get(entry.number), details);
    });
    item = make("li", {}, details);
    items.set(entry.number, item);
  }
  const details = item.firstChild;
  details.className = worst(entry);
  details.querySelector("summary").replaceChildren(...summaryOf(entry).filter((part) => part !== null));
  item.hidden = !isWanted(entry);
  if (details.open) fill(entry, details);
  place(entry, item);
}

/** Puts an item where its part of the story is: at the end of its group, under its phase. */
function place(entry, item) {
  const { key, title } = groupOf(entry);
  if (item.dataset.group === key) return;
  item.dataset.group = key;
  const before = item.parentElement;
  item.dataset.phase = entry.phase;
  const groups = byId("groups");
  let group = [...groups.children].find((known) => known.dataset.key === key);
  if (!group) {
    const heading = make("h3", {}, title);
    group = make("section", { class: "group", "aria-label": title }, heading);
    group.dataset.key = key;
    groups.append(group);
  }
  const number = (list) => Number(list.lastChild.dataset.number);
  item.dataset.number = entry.number;
  let last = group.lastChild;
  if (last.tagName === "OL" && last.dataset.phase === entry.phase && number(last) < entry.number) {
    last.append(item);
  } else if (last.tagName === "OL" && number(last) > entry.number) {
    reorder(group, item);
  } else {
    startPhase(group, item);
  }
  if (before && !before.firstChild) {
    before.previousElementSibling?.remove();
    before.remove();
  }
}

function startPhase(group, item) {
  const list = make("ol", { class: "plain" }, item);
  list.dataset.phase = item.dataset.phase;
  group.append(make("h4", { class: "phase" }, PHASES[item.dataset.phase] ?? item.dataset.phase), list);
}

/** Tells the story of a group again, with an item that came late. */
function reorder(group, late) {
  const all = [...group.querySelectorAll("li[data-number]"), late];
  all.sort((one, other) => one.dataset.number - other.dataset.number);
  group.replaceChildren(group.firstChild);
  for (const item of all) {
    const last = group.lastChild;
    if (last.tagName === "OL" && last.dataset.phase === item.dataset.phase) last.append(item);
    else startPhase(group, item);
  }
}

/** Takes away lists and groups that are left without an item. */
function tidy() {
  for (const list of document.querySelectorAll("#groups ol:empty")) {
    list.previousElementSibling.remove();
    list.remove();
  }
  for (const group of document.querySelectorAll(".group")) {
    if (!group.querySelector("li")) group.remove();
  }
}

function hideEmpty() {
  for (const list of document.querySelectorAll("#groups ol")) {
    list.previousElementSibling.hidden = list.hidden = [...list.children].every((item) => item.hidden);
  }
  for (const group of document.querySelectorAll(".group")) {
    group.hidden = [...group.querySelectorAll("ol")].every((list) => list.hidden);
  }
}

function take(news) {
  for (const entry of news) {
    entries.set(entry.number, entry);
    const device = entry.device ?? entry.sender;
    if (entry.client && device && !deviceOf.has(entry.client)) {
      deviceOf.set(entry.client, device);
      for (const known of entries.values()) if (known.client === entry.client && items.has(known.number)) draw(known);
    }
    draw(entry);
  }
  const oldest = [...entries.keys()].sort((one, other) => one - other).slice(0, Math.max(0, entries.size - SHOWN));
  for (const number of oldest) {
    entries.delete(number);
    items.get(number)?.remove();
    items.delete(number);
  }
  tidy();
  sum();
}

function sum() {
  hideEmpty();
  const all = [...entries.values()];
  const findings = all.reduce((total, entry) => total + entry.findings.length, 0);
  byId("empty").hidden = all.length > 0;
  byId("summary").textContent = all.length ? `${all.length} requests, ${findings} ${findings === 1 ? "finding" : "findings"}` : "";
}

function empty() {
  entries.clear();
  items.clear();
  deviceOf.clear();
  waiting = [];
  byId("groups").replaceChildren();
  sum();
}

function listen() {
  const events = new EventSource("/sandbox/events");
  const say = (text) => (byId("connection").textContent = text);
  events.addEventListener("open", () => {
    // After a break everything is sent again.
    empty();
    say("Live");
  });
  events.addEventListener("error", () => say("The sandbox does not answer. Trying again…"));
  events.addEventListener("emptied", empty);
  events.addEventListener("requests", (event) => {
    const news = JSON.parse(event.data);
    if (isPaused) waiting.push(...news);
    else take(news);
    document.dispatchEvent(new CustomEvent("requests"));
  });
}

byId("base").textContent = byId("example").textContent = location.origin;
for (const id of ["filter", "only-findings"]) {
  byId(id).addEventListener("input", () => {
    for (const [number, item] of items) item.hidden = !isWanted(entries.get(number));
    sum();
  });
}
byId("show-secrets").addEventListener("change", () => {
  for (const [number, item] of items) if (item.firstChild.open) fill(entries.get(number), item.firstChild);
});
byId("pause").addEventListener("click", (event) => {
  isPaused = !isPaused;
  event.currentTarget.setAttribute("aria-pressed", String(isPaused));
  if (!isPaused) take(waiting.splice(0));
});
listen();
