/** Steps, assertions and polling for scenarios in JavaScript. ../run-scenario.mjs reads what they print. */
import { setTimeout as sleep } from 'node:timers/promises'

// The last line of the log has to be the message.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n${error.message}\n`)
  process.exitCode = 1
})

/** Starts a step: everything printed from here on belongs to it. */
export function step(name) {
  process.stdout.write(`# step ${name}\n`)
}

/** Fails the scenario with one line that states the expected and the actual value. */
export function expect(condition, expected, actual) {
  if (!condition) throw new Error(`expected ${expected}, got ${JSON.stringify(actual)}`)
}

/** Calls `read` every 200 ms until it returns the expected value; fails the scenario after a minute. */
export async function waitFor(expected, read) {
  const deadline = Date.now() + 60_000
  for (;;) {
    const actual = await read()
    if (actual === expected) return
    expect(Date.now() < deadline, `${expected} within a minute`, actual)
    await sleep(200)
  }
}
