// What the tests of the page have in common: a sandbox, a browser, and a client to look at.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PROGRAM = process.env.TVPASS_SANDBOX ?? here("../../target/debug/tvpass-sandbox");
const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts a sandbox that ends with this process. */
export async function startSandbox(...options) {
  const child = spawn(PROGRAM, ["--port", "0", "--exit-with-stdin", "--no-throttle", ...options], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
  return { base: first.replace("listening on ", ""), stop: () => child.stdin.end() };
}

/** Starts a browser. Its own sandbox needs rights that containers lack; the pages are ours. */
export function startBrowser(...args) {
  return chromium.launch({ executablePath: BROWSER, args: ["--no-sandbox", "--disable-dev-shm-usage", ...args] });
}

/** What axe-core finds on a page, in words. */
export async function faultsOf(page) {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations", "passes"] }));
  if (passes.length < 10) throw new Error("axe-core looked at nothing");
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

const base64 = (text) => Buffer.from(text).toString("base64");
const FORM = "application/x-www-form-urlencoded";

/** A TV that speaks REST API V2. */
export class Tv {
  constructor(base, name = "living-room-tv-0001") {
    this.base = base;
    const info = { model: "Café TV", version: "1.0", osName: "tvOS", osVersion: "18.0", connectionType: "WiFi", primaryHardwareType: "TV" };
    this.info = { "X-Device-Info": base64(JSON.stringify(info)) };
    this.device = { "AP-Device-Identifier": `fingerprint ${base64(name)}`, ...this.info };
  }

  async send(method, path, headers, body) {
    const response = await fetch(this.base + path, { method, headers, body, redirect: "manual" });
    const text = await response.text();
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      json = null;
    }
    return { status: response.status, json };
  }

  async register() {
    const hello = await this.send("GET", "/sandbox/hello", {});
    const statement = JSON.stringify({ software_statement: hello.json.softwareStatement });
    const { json: client } = await this.send("POST", "/o/client/register", { ...this.info, "Content-Type": "application/json" }, statement);
    this.secret = client.client_secret;
    const form = new URLSearchParams({ ...client, grant_type: "client_credentials" });
    for (const name of [...form.keys()]) if (!["client_id", "client_secret", "grant_type"].includes(name)) form.delete(name);
    form.set("grant_type", "client_credentials");
    const { json: token } = await this.send("POST", "/o/client/token", { ...this.info, "Content-Type": FORM }, form.toString());
    this.token = token.access_token;
    this.bearer = { Authorization: `Bearer ${this.token}` };
    return this;
  }

  api(method, rest, headers = {}, body) {
    return this.send(method, `/api/v2/REF30/${rest}`, { ...this.bearer, ...headers }, body);
  }

  async create(parameters = { mvpd: "Cablevision", domainName: "adobe.com", redirectUrl: `${this.base}/app/signed-in` }) {
    const body = new URLSearchParams(parameters).toString();
    const { json } = await this.api("POST", "sessions", { ...this.device, "Content-Type": FORM }, body);
    return json.code;
  }

  poll(code) {
    return this.api("GET", `profiles/code/${code}`);
  }

  decide(kind, resources) {
    const headers = { ...this.device, "Content-Type": "application/json" };
    return this.api("POST", `decisions/${kind}/Cablevision`, headers, JSON.stringify({ resources }));
  }
}
