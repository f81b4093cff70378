// The commands and the program of docs/sandbox.md, as they are printed there.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { promisify } from "node:util";
import { startSandbox } from "./support.mjs";

const run = promisify(execFile);
const text = readFileSync(new URL("../../docs/sandbox.md", import.meta.url), "utf8");

/** The only block of code in this language, for the sandbox at this base. */
function block(language, base) {
  const blocks = text.split("```").filter((part) => part.startsWith(`${language}\n`));
  assert.equal(blocks.length, 1, `blocks of ${language}`);
  const code = blocks[0].slice(language.length + 1);
  assert.ok(code.includes("http://127.0.0.1:8480"));
  return code.replaceAll("http://127.0.0.1:8480", base);
}

for (const [language, program, expected] of [
  ["sh", ["sh", "-euc"], [/The code is [A-Z0-9]{7}\./, /"type":"regular"/, /"serializedToken"/]],
  ["python", [process.env.PYTHON ?? "python3", "-Werror", "-c"], [/The code is [A-Z0-9]{7}/, /Signed in with Cablevision/, /May it be watched\? True/]],
]) {
  test(`the ${language} of the documentation signs a device in, and breaks no rule`, async () => {
    const sandbox = await startSandbox();
    try {
      const [command, ...options] = program;
      const { stdout } = await run(command, [...options, block(language, sandbox.base)], { timeout: 60_000 });
      for (const pattern of expected) assert.match(stdout, pattern);
      const report = await (await fetch(`${sandbox.base}/sandbox/report`)).json();
      assert.deepEqual(report.clients.map((client) => [client.requests, client.findings]), [[5, []]]);
    } finally {
      sandbox.stop();
    }
  });
}
