
/** Sends a control request, and says what came of it. */
async function control(method, path, body, done) {
  const options = { method };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "Content-Type": "application/json" };
  }
  let said;
  try {
    const response = await fetch(`/sandbox/${path}`, options);
    said = response.ok ? done : ((await response.json()).error ?? "Refused.");
  } catch {
    said = "The sandbox does not answer.";
  }
  byId("done").textContent = said;
  await refresh();
}

async function read(path) {
  const response = await fetch(`/sandbox/${path}`);
  return response.json();
}

/** What was pressed, and the fields of its form. */
function onSubmit(id, act) {
  byId(id).addEventListener("submit", (event) => {
    event.preventDefault();
    act(Object.fromEntries(new FormData(event.currentTarget)), event.submitter);
  });
}

let providers = [];

function signIn(session) {
  const { code } = session;
  const outcome = (what, done, mvpd) => control("POST", `authentication-sessions/${code}`, { outcome: what, mvpd }, done);
  const isOpen = session.signIn === "pending";
  let choice = null;
  if (!session.mvpd) {
    const options = providers.filter((mvpd) => !mvpd.isTempPass).map((mvpd) => make("option", { value: mvpd.id }, mvpd.displayName));
    choice = make("select", {}, ...options);
  }
  const button = (text, act, main) => make("button", { type: "button", class: main ? "main" : "", onclick: act, "aria-label": `${text}: ${code}` }, text);
  const item = make("li", {},
    make("div", {}, make("span", { class: "code" }, code), make("span", { class: "soft" }, ` ${session.mvpd ?? "no provider yet"}, ${session.signIn}`)),
    choice && make("label", { class: "field" }, "Provider", choice));
  if (isOpen) {
    item.append(make("div", { class: "buttons" },
      button("The user signs in", () => outcome("signIn", `${code}: signed in.`, choice?.value), true),
      button("The provider denies", () => outcome("refuse", `${code}: turned away.`)),
      button("The user goes away", () => outcome("cancel", `${code}: given up.`)),
      button("The code expires", () => outcome("expire", `${code}: expired.`))));
  }
  item.append(make("a", { href: `/activate?code=${code}` }, `Open ${code} as a phone would`));
  return item;
}

let lastSessions = "";
let lastDevices = "";

/** Brings what depends on the sandbox's state up to date; what a person is using stays in place. */
async function refresh() {
  let sessions, clock;
  try {
    [sessions, clock] = await Promise.all([read("authentication-sessions"), read("clock")]);
  } catch {
    return;
  }
  const text = JSON.stringify(sessions);
  if (text !== lastSessions) {
    lastSessions = text;
    const focused = document.activeElement?.getAttribute("aria-label");
    byId("sign-ins").replaceChildren(...sessions.map(signIn));
    byId("no-sign-ins").hidden = sessions.length > 0;
    if (focused) document.querySelector(`#sign-ins [aria-label="${CSS.escape(focused)}"]`)?.focus();
  }
  byId("now").textContent = new Date(clock.nowMs).toUTCString();
  const speed = byId("clock").elements.speed;
  if (document.activeElement !== speed) speed.value = String(clock.speed);
  const places = new Map();
  for (const entry of entries.values()) {
    if (entry.device && entry.serviceProvider) places.set(`${entry.device}\n${entry.serviceProvider}`, entry);
  }
  const devices = [...places.keys()].join("\n");
  if (devices !== lastDevices) {
    lastDevices = devices;
    const select = byId("profile").elements.device;
    const chosen = select.value;
    select.replaceChildren(...[...places].map(([value, entry]) => make("option", { value }, `${entry.device}, ${entry.serviceProvider}`)));
    if (places.has(chosen)) select.value = chosen;
  }
}

const reply = (status, headers, body) => ({ reply: { status, headers, body } });
const PORTAL = reply(200, [["Content-Type", "text/html"]], "<html><body><h1>Welcome to our Wi-Fi</h1></body></html>");
const FAULTS = {
  slow: { answer: "real", delayMs: 5000 },
  lost: { answer: "close" },
  acted: { answer: "close", serverActs: true },
  401: { answer: reply(401, [["Content-Type", "application/json"]], '{"action":"none","status":401,"code":"invalid_access_token","message":"By a fault."}') },
  429: { answer: reply(429, [["Content-Type", "text/html"]], "<html><body>429 Too Many Requests</body></html>") },
  500: { answer: reply(500, [["Content-Type", "application/json"]], '{"action":"none","status":500,"code":"internal_server_error","message":"By a fault."}') },
  503: { answer: reply(503, [["Retry-After", "5"]], "") },
  html: { answer: PORTAL },
  truncated: { answer: { truncated: { status: 200, headers: [["Content-Type", "application/json"]], body: '{"profiles":{"Cablevision":{}}}' } } },
};

onSubmit("fault", ({ on, kind, times }) => {
  const fault = { on, times: Number(times), ...FAULTS[kind] };
  control("POST", "faults", fault, `Planned for the next ${times} to ${on}.`);
});
onSubmit("degradation", ({ mvpd, rule }, button) => {
  const active = button.value === "on";
  if (active || button.value === "off") {
    const integration = { serviceProvider: "REF30", mvpd, active };
    control("POST", "integrations", integration, `${mvpd}: ${active ? "integrated" : "not integrated"}.`);
    return;
  }
  const degradation = { serviceProvider: "REF30", mvpd, rule: rule || null };
  control("POST", "degradations", degradation, rule ? `${mvpd}: ${rule}.` : `${mvpd} is in order.`);
});
onSubmit("decision", ({ resource, effect }) => {
  const isWord = effect === "permit" || effect === "omit";
  const rule = { resource: resource || null, effect: isWord ? effect : { deny: { code: effect || null } } };
  const chosen = byId("decision").elements.effect.selectedOptions[0].textContent.toLowerCase();
  control("POST", "decision-rules", rule, `${resource || "Every resource"}: ${chosen}.`);
});
byId("no-rules").addEventListener("click", () => control("DELETE", "decision-rules", undefined, "Decisions are as before."));
onSubmit("pass", ({ mvpd }, button) => {
  control("POST", "temp-passes", { mvpd, [button.value]: true }, `${mvpd}: ${button.textContent.toLowerCase()}.`);
});
onSubmit("profile", ({ device }, button) => {
  if (!device) {
    byId("done").textContent = "No device has named itself yet.";
    return;
  }
  const [name, serviceProvider] = device.split("\n");
  control("POST", "profiles/end", { device: name, serviceProvider, how: button.value }, `The profiles of ${name}: ${button.value}.`);
});
onSubmit("clock", (_, button) => {
  control("POST", "clock", { advanceMs: Number(button.value) }, `${button.textContent.replace("+ ", "")} later.`);
});
byId("clock").elements.speed.addEventListener("change", (event) => {
  const { value, selectedOptions } = event.currentTarget;
  control("POST", "clock", { speed: Number(value) }, `Clock: ${selectedOptions[0].textContent.toLowerCase()}.`);
});
byId("no-faults").addEventListener("click", () => control("DELETE", "faults", undefined, "No more faults."));
byId("expire-tokens").addEventListener("click", () => control("POST", "tokens/expire", {}, "All access tokens have expired."));
byId("reset").addEventListener("click", () => control("POST", "reset", {}, "Everything is forgotten."));
byId("clear").addEventListener("click", () => control("DELETE", "log", undefined, "The log is empty."));

async function start() {
  providers = await read("integrations");
  const option = (mvpd) => make("option", { value: mvpd.id }, mvpd.displayName);
  const isPass = (mvpd) => Boolean(mvpd.isTempPass);
  byId("degradation").elements.mvpd.replaceChildren(...providers.filter((mvpd) => !isPass(mvpd)).map(option));
  byId("pass").elements.mvpd.replaceChildren(...providers.filter(isPass).map(option));
  await refresh();
}

let isDue = false;
document.addEventListener("requests", () => {
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    refresh();
  }, 250);
});
setInterval(refresh, 5000);
start();
