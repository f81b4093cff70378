// Makes the picture for the documentation: node sandbox/browser/screenshot.mjs docs/images

import { mkdirSync } from "node:fs";
import { startBrowser, startSandbox, Tv } from "./support.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("say which folder the pictures go to");
mkdirSync(folder, { recursive: true });

const sandbox = await startSandbox("--seed", "1");
const browser = await startBrowser();
const pause = (seconds) => fetch(`${sandbox.base}/sandbox/clock`, { method: "POST", body: JSON.stringify({ advanceMs: seconds * 1000 }) });

const tv = await new Tv(sandbox.base, "living-room-tv").register();
const code = await tv.create();
await pause(5);
await tv.poll(code);
await pause(1);
await tv.poll(code);
await fetch(`${sandbox.base}/sandbox/authentication-sessions/${code}`, { method: "POST", body: '{"outcome":"signIn"}' });
await pause(5);
await tv.poll(code);
await tv.decide("authorize", ["channel-1"]);
await tv.create({ domainName: "adobe.com" });

for (const [name, colorScheme, width, height] of [["sandbox", "light", 1280, 1100]]) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height } });
  const page = await context.newPage();
  await page.goto(sandbox.base);
  const finding = page.locator("#groups details", { has: page.getByText("1 finding", { exact: true }) });
  await finding.locator("summary").click();
  await finding.locator(".finding").waitFor();
  await page.locator("#sign-ins li").first().waitFor();
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await browser.close();
sandbox.stop();
