#!/usr/bin/env node
// CommonJS, because these settings have to precede the first module that Node loads in its thread pool.
const { setFlagsFromString } = require('node:v8')

// A run mostly waits for the network. How much memory it takes must not depend on what the target sends: one thread with memory of
// its own, a small space for young objects, and early collection of old ones. This costs no time. The emulator computes all the
// time, and would be much slower with a small space for young objects.
const command = process.argv[2]
if (command !== 'emulate') {
  process.env.UV_THREADPOOL_SIZE ??= '1'
  setFlagsFromString('--max-semi-space-size=4')
  setFlagsFromString('--heap-growing-percent=30')
  // V8 of Node 20 optimizes functions after so few calls that in a run, which ends after seconds, most of them never repay it: an eighth
  // of the processor time. Later versions wait longer, and do not have the flag. A proxy runs for long.
  if (command !== 'proxy' && process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=1000000')
}

const { missingBuild, outdatedBuild } = require('./check-build.js')
const missing = missingBuild()
// The version is to come at once, and is the same in an old build.
const problem = missing ?? (command === '--version' || command === '-V' ? undefined : outdatedBuild())
if (problem !== undefined) process.stderr.write(`compute-conformance: ${problem}\n`)
if (missing !== undefined) process.exitCode = 2
else import('../dist/cli/main.js').then(({ main }) => main(process.argv))
