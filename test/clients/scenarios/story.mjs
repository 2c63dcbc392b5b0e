/** How a story in JavaScript tells its steps (see ../transcript.mjs) and looks until something is so. */
import { setTimeout as sleep } from 'node:timers/promises'

/** What went wrong ends the transcript, in one line. */
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n${error.message}\n`)
  process.exitCode = 1
})

/** Everything printed from here on belongs to this step. */
export function step(name) {
  process.stdout.write(`# step ${name}\n`)
}

/** Fails the story in one line that says what was wanted. */
export function expect(condition, wanted, seen) {
  if (!condition) throw new Error(`expected ${wanted}, saw ${JSON.stringify(seen)}`)
}

/** Calls `look` for a minute at most, until it gives what is wanted. */
export async function look(wanted, seek, pause = 200) {
  const deadline = Date.now() + 60_000
  for (;;) {
    const seen = await seek()
    if (seen === wanted) return
    expect(Date.now() < deadline, `${wanted} within a minute`, seen)
    await sleep(pause)
  }
}
