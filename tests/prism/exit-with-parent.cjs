// Loaded into Prism before anything else: ends it when its standard input closes, that is, when
// the tests that started it are gone, however they went. It takes away the description that was
// made for it.
'use strict';
process.on('exit', () => require('node:fs').rmSync(process.env.TVPASS_SERVED, { force: true }));
process.stdin.on('end', () => process.exit(0)).resume();
