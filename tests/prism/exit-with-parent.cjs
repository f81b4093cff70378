// Loaded into Prism before anything else: ends it when its standard input closes, that is, when the test that
// started it is gone, however it went.
'use strict';
process.stdin.on('end', () => process.exit(0)).resume();
