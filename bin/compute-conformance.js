#!/usr/bin/env node
// CommonJS, since all of this has to be said before Node reads its first module by a thread of the pool.
const { setFlagsFromString } = require('node:v8')

// A run waits for the network most of its time. What a target sends must not decide how much memory it takes: few threads with
// memory of their own, a small nursery for young objects, and old ones cleared away before there are many. It costs no time.
// The emulator works all of its time, and such a nursery would take the better part of it.
if (process.argv[2] !== 'emulate') {
  process.env.UV_THREADPOOL_SIZE ??= '1'
  setFlagsFromString('--max-semi-space-size=1')
  setFlagsFromString('--heap-growing-percent=30')
}

import('../dist/cli/main.js').then(({ main }) => main(process.argv))
