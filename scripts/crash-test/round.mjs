/** One round of the crash test: a run that is ended at a given moment, and the inventories before and after it. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startCli, waitForJournal } from './cli-process.mjs'
import { difference } from './tenant-client.mjs'

/** Moments from which the delay of a round counts, by the journal entry that shows them. */
const beginnings = { journal: /^/, server: /"event":"created","kind":"server"/ }

/** Returns the number of resources of each kind as text. */
export const formatCounts = (inventory) =>
  Object.entries(inventory)
    .map(([kind, lines]) => `${lines.length} ${kind}`)
    .join(', ')

/**
 * Returns the first inventory that equals the one before the run, or the last after 30 s: a detached volume is not free
 * at once.
 */
async function settledInventory({ inventory }, before) {
  for (let waited = 0; ; waited += 500) {
    const after = await inventory()
    const { lost, left } = difference(before, after)
    if ((lost.length === 0 && left.length === 0) || waited > 30_000) return after
    await sleep(500)
  }
}

/** Returns the resources that exist during a run and did not exist before. */
const newResources = (during, before) =>
  Object.fromEntries(
    Object.entries(during).map(([kind, lines]) => [kind, lines.filter((line) => !before[kind].includes(line))]),
  )

/**
 * Starts a run, ends it with `signal` `delaySeconds` after its journal or its first server (`since`) was created, and cleans up. A run
 * that is killed needs `cleanup`; a run that is interrupted has to clean up by itself.
 * @returns whether the tenant has exactly the resources that it had before, and the lines to print
 */
export async function runRound({
  number,
  delaySeconds,
  since,
  signal,
  folder,
  config,
  timeoutScale,
  profile,
  client,
  before,
}) {
  const out = join(folder, `out-${number}`)
  const options = ['--config', config, '--out', out, '--timeout-scale', timeoutScale]
  const run = startCli('run', ...options, '--report', 'json', '--quiet', '--profile', profile)
  await Promise.race([waitForJournal(out, run, beginnings[since]).then(() => sleep(delaySeconds * 1000)), run.ended])
  const isKilled = signal === 'SIGKILL'
  const startedAt = Date.now()
  const beforeSignal = isKilled ? undefined : await client.inventory()
  run.child.kill(signal)
  const ended = await run.ended
  const during = beforeSignal ?? (await client.inventory())
  const cleanup = isKilled ? await startCli('cleanup', ...options).ended : undefined
  const { lost, left } = difference(before, await settledInventory(client, before))
  const exitCode = cleanup ? cleanup.code : ended.code
  const isPassed = lost.length === 0 && left.length === 0 && (isKilled ? [0] : [130, 143, 0]).includes(exitCode)
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  const summary =
    `${String(number).padStart(3)}  ${delaySeconds.toFixed(2).padStart(6)} s  run ${ended.code}  ` +
    `alive: ${formatCounts(newResources(during, before))}  ${isKilled ? 'cleanup' : 'run ended'} ${exitCode} in ${seconds} s  ` +
    `left ${left.length}  foreign lost ${lost.length}  ${isPassed ? 'ok' : 'FAILED'}`
  if (isPassed) return { isPassed, lines: [summary] }
  const resources = [...lost.map((line) => `     lost ${line}`), ...left.map((line) => `     left ${line}`)]
  return { isPassed, lines: [summary, ...resources, ended.output, cleanup?.output ?? ''] }
}
