// The workbench in a real browser: what a person sees, does and cannot be made to do.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { faultsOf, startBrowser, startSandbox, Tv } from "./support.mjs";

let sandbox, browser, page;
/** What the page asked for from elsewhere, and what the browser complained about. */
let foreign, complaints;

before(async () => {
  sandbox = await startSandbox();
  browser = await startBrowser("--host-resolver-rules=MAP evil.test 127.0.0.1");
});

after(async () => {
  await browser?.close();
  sandbox?.stop();
});

async function open(options = {}) {
  await page?.context().close();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  foreign = [];
  complaints = [];
  page.on("request", (request) => request.url().startsWith(sandbox.base) || foreign.push(request.url()));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(sandbox.base);
  await page.getByText("Live", { exact: true }).waitFor();
}

beforeEach(async () => {
  await fetch(`${sandbox.base}/sandbox/reset`, { method: "POST" });
  await open();
});

/** The request with this operation, the last of them. */
const request = (text) => page.locator("#groups details", { has: page.locator("summary", { hasText: text }) }).last();

/** Opens a request, and gives back its content. */
async function opened(text) {
  const details = request(text);
  await details.locator("summary").click();
  await details.locator("h5").first().waitFor();
  return details.locator(".content");
}

test("a sign-in reads as a story, live", async () => {
  const tv = await new Tv(sandbox.base).register();
  await page.getByText("Client 1, device not known yet").waitFor();
  const code = await tv.create();
  await page.getByRole("heading", { name: "Device living-room-tv-0001" }).waitFor();
  await page.getByRole("button", { name: `The user signs in: ${code}` }).click();
  await page.getByText(`${code}: signed in.`).waitFor();
  const { json } = await tv.poll(code);
  assert.deepEqual(Object.keys(json.profiles), ["Cablevision"]);
  await tv.decide("authorize", ["channel-1"]);
  await tv.api("GET", "logout/Cablevision?redirectUrl=https%3A%2F%2Fadobe.com", tv.device);
  await request("GET logout").waitFor();
  await page.getByText("6 requests, 0 findings").waitFor();
  const phases = await page.locator("#groups .phase").allTextContents();
  assert.deepEqual(phases, ["Registration", "Session", "Polls", "Decisions", "Logout"]);
  assert.equal(await page.locator("#groups .group").count(), 1, "registration is the device's, too");
  assert.deepEqual([foreign, complaints], [[], []]);
});

test("headers are decoded, answers and token are shown", async () => {
  const tv = await new Tv(sandbox.base).register();
  const status = { frameworkPermissionInfo: { accessStatus: "granted" }, frameworkProviderInfo: {} };
  const partner = Buffer.from(JSON.stringify(status)).toString("base64");
  await tv.api("GET", "profiles", { ...tv.device, "AP-Partner-Framework-Status": partner });
  const content = await opened("GET profiles");
  const decoded = await content.getByRole("table", { name: "Decoded headers" }).innerText();
  for (const text of ["living-room-tv-0001", '"model": "Café TV"', '"accessStatus": "granted"']) {
    assert.ok(decoded.includes(text), `${text} in ${decoded}`);
  }
  assert.match(await content.getByRole("table", { name: "Request", exact: true }).innerText(), /<secret \d+>: good, for another 2\d{4} s/);
  assert.match(await content.innerText(), /"profiles": \{\}/);
});

test("a broken rule says how to mend it, and which page says so", async () => {
  const tv = await new Tv(sandbox.base).register();
  const code = await tv.create();
  await tv.poll(code);
  await tv.poll(code);
  await page.getByText("1 finding", { exact: true }).waitFor();
  const content = await opened("GET profile_for_code");
  await content.getByText("mandatory: A code is polled every 3 to 5 seconds, no faster.").waitFor();
  await content.getByText("To mend it: Wait 5 seconds").waitFor();
  const link = content.getByRole("link", { name: "Adobe's page about polling-interval" });
  assert.match(await link.getAttribute("href"), /^https:\/\/experienceleague\.adobe\.com\/.*checklist$/);
  await page.getByLabel("Only with findings").check();
  assert.equal(await page.locator("#groups li:visible").count(), 1);
  await page.getByLabel("Only with findings").uncheck();
  await page.getByLabel("Filter").fill("create_session");
  assert.equal(await page.locator("#groups li:visible").count(), 1);
});

test("secrets are masked until they are asked for", async () => {
  const tv = await new Tv(sandbox.base).register();
  await tv.api("GET", "profiles", tv.device);
  await opened("POST token");
  await opened("GET profiles");
  const html = await page.content();
  for (const secret of [tv.token, tv.secret]) assert.ok(!html.includes(secret));
  await page.getByLabel("Show secrets").check();
  await page.locator("pre.raw").nth(1).waitFor();
  const raw = (await page.locator("pre.raw").allInnerTexts()).join("\n");
  for (const secret of [tv.token, tv.secret]) assert.ok(raw.includes(secret));
});

test("what a client sends is text, never markup", async () => {
  const tv = await new Tv(sandbox.base, "<img src=x onerror=alert(1)>").register();
  await tv.api("GET", "profiles/%3Cscript%3E?a=%3Cb%3E", tv.device);
  const content = await opened("GET profile_for_mvpd");
  assert.ok((await content.innerText()).includes("<img src=x onerror=alert(1)>"));
  assert.equal(await page.locator("#groups img, #groups script").count(), 0);
});

test("scenarios: a fault, the clock, a revoked profile, a degradation, a TempPass", async () => {
  const tv = await new Tv(sandbox.base).register();
  const done = (text) => page.locator("#done", { hasText: text }).waitFor();
  await page.getByLabel("What happens").selectOption("500");
  await page.getByRole("button", { name: "Plan it" }).click();
  await done("Planned for the next 1");
  assert.equal((await tv.api("GET", "profiles", tv.device)).status, 500);
  await request("GET profiles").getByText("by a fault").waitFor();

  const code = await tv.create();
  await page.getByRole("button", { name: `The provider denies: ${code}` }).click();
  await done("turned away");
  assert.deepEqual((await tv.poll(code)).json.profiles, {});
  const next = await tv.create();
  await page.getByRole("button", { name: `The user signs in: ${next}` }).click();
  await done("signed in");
  assert.equal((await tv.decide("authorize", ["a"])).status, 200);
  await page.getByRole("button", { name: "Revoke" }).click();
  await done("invalidated");
  assert.equal((await tv.decide("authorize", ["a"])).json.code, "authenticated_profile_invalidated");

  await page.getByLabel("Degradation").selectOption("AuthNAll");
  await page.getByRole("button", { name: "Switch" }).click();
  await done("AuthNAll");
  assert.equal((await tv.decide("authorize", ["a"])).json.decisions[0].source, "degradation");

  await page.getByLabel("Degradation").selectOption("");
  await page.getByRole("button", { name: "Switch" }).click();
  await done("is in order");

  const verdict = async () => (await tv.decide("authorize", ["news"])).json.decisions[0]?.error?.code ?? "permitted";
  await page.getByRole("button", { name: "Delete" }).click();
  await done("deleted");
  const third = await tv.create();
  await page.getByRole("button", { name: `The user signs in: ${third}` }).click();
  await done("signed in");
  assert.equal(await verdict(), "permitted");
  await page.getByLabel("Resource").fill("news");
  await page.getByLabel("Decision").selectOption("authorization_denied_by_parental_controls");
  await page.getByRole("button", { name: "Decide so" }).click();
  await done("news: denied by parental controls");
  assert.equal(await verdict(), "authorization_denied_by_parental_controls");
  await page.getByRole("button", { name: "As before" }).click();
  await done("as before");
  assert.equal(await verdict(), "permitted");

  const ids = async () => (await tv.api("GET", "configuration", tv.device)).json.requestor.mvpds.map((mvpd) => mvpd.id);
  await page.locator("#degradation").getByLabel("Provider").selectOption("Dish");
  await page.getByRole("button", { name: "Not integrated" }).click();
  await done("Dish: not integrated");
  assert.ok(!(await ids()).includes("Dish"));
  await page.getByRole("button", { name: "Integrated", exact: true }).click();
  await done("Dish: integrated");
  assert.ok((await ids()).includes("Dish"));

  await page.getByRole("button", { name: "+ 1 day" }).click();
  await done("1 day later");
  assert.equal((await tv.api("GET", "profiles", tv.device)).status, 401, "the token has expired");
  await page.getByLabel("Speed").selectOption("600");
  await done("600 times");
  assert.equal((await (await fetch(`${sandbox.base}/sandbox/clock`)).json()).speed, 600);
  await page.getByLabel("Speed").selectOption("1");
  await page.getByRole("button", { name: "Use up its time" }).click();
  await done("use up its time");

  await page.getByRole("button", { name: "Reset everything" }).click();
  await page.getByText("Nothing has come yet").waitFor();
  assert.deepEqual(complaints, []);
});

test("all of it works by keyboard alone", async () => {
  const tv = await new Tv(sandbox.base).register();
  const code = await tv.create();
  await page.getByRole("button", { name: `The user signs in: ${code}` }).waitFor();
  const focused = () => page.evaluate(() => {
    const { tagName, id, textContent, ariaLabel } = document.activeElement;
    return `${tagName} ${id} ${ariaLabel ?? textContent.trim().replace(/\s+/g, " ")}`;
  });
  const tabTo = async (pattern) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      if (pattern.test(await focused())) return;
    }
    assert.fail(`nothing like ${pattern} can be reached; at ${await focused()}`);
  };
  await tabTo(/Skip to the requests/);
  await page.keyboard.press("Enter");
  assert.match(await focused(), /MAIN/);
  await tabTo(/SUMMARY.*create_session/);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "the focus can be seen");
  await page.keyboard.press("Enter");
  await page.getByRole("table", { name: "Decoded headers" }).waitFor();
  await tabTo(/The user signs in/);
  await page.keyboard.press("Enter");
  await page.getByText(`${code}: signed in.`).waitFor();
  assert.deepEqual(Object.keys((await tv.poll(code)).json.profiles), ["Cablevision"]);
});

test("axe-core finds nothing, in light and dark, wide and on a phone; and nothing scrolls sideways", async () => {
  const tv = await new Tv(sandbox.base).register();
  const code = await tv.create({});
  await tv.poll(code);
  await tv.poll(code);
  await tv.api("GET", "configuration", tv.device);
  await tv.api("GET", "configuration", tv.device);
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      await open({ colorScheme, viewport: { width, height: 800 } });
      const content = await opened("GET profile_for_code");
      await content.locator(".finding").waitFor();
      await opened("GET configuration");
      await page.locator(".finding.recommended").waitFor();
      assert.deepEqual(await faultsOf(page), [], `${colorScheme}, ${width}`);
      const [whole, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(whole <= seen, `${whole} > ${seen}`);
    }
  }
});

test("the pages for phones have no fault, and lead through a sign-in", async () => {
  const tv = await new Tv(sandbox.base).register();
  const code = await tv.create({});
  await open({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await page.goto(`${sandbox.base}/activate?code=${code}`);
  assert.deepEqual(await faultsOf(page), []);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Your TV provider").selectOption("Cablevision");
  assert.deepEqual(await faultsOf(page), []);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("User name").fill("ann");
  await page.getByLabel("Password").fill("sandbox");
  assert.deepEqual(await faultsOf(page), []);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Back at the application").waitFor();
  assert.deepEqual(Object.keys((await tv.poll(code)).json.profiles), ["Cablevision"]);
});

test("a page from elsewhere can neither read nor steer it", async () => {
  const tv = await new Tv(sandbox.base).register();
  const { port } = new URL(sandbox.base);
  const rebound = await page.goto(`http://evil.test:${port}/`);
  assert.equal(rebound.status(), 403, "DNS rebinding");

  const html = `<form method="post" action="${sandbox.base}/sandbox/reset" enctype="text/plain"><button>x</button></form>`;
  const elsewhere = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(html));
  await new Promise((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  try {
    const origin = `http://127.0.0.1:${elsewhere.address().port}`;
    await page.goto(origin);
    const fetched = await page.evaluate(async (base) => {
      const tries = [
        fetch(`${base}/sandbox/log`),
        fetch(`${base}/sandbox/reset`, { method: "POST", mode: "no-cors" }),
        fetch(`${base}/sandbox/access-token`, { method: "POST", body: "{}" }),
      ];
      const results = await Promise.allSettled(tries);
      return results.map((result) => result.value?.type ?? "refused");
    }, sandbox.base);
    assert.deepEqual(fetched, ["refused", "opaque", "refused"]);
    await page.getByRole("button").click();
    await page.getByText("Refused").waitFor();
  } finally {
    elsewhere.close();
    elsewhere.closeAllConnections();
  }
  assert.equal((await tv.api("GET", "profiles", tv.device)).status, 200, "nothing was reset");
});
