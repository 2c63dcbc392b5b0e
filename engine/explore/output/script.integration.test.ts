/** The script of a violation shows it again in a shell: with the fault one thing, without it another. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { packageRoot } from '#contract'
import { type RunningEmulator, startEmulator } from '#emulator'
import { listAt, parseJson } from '#engine/input'
import { exploreTarget } from '../explore-target.ts'
import { isStep } from '../steps.ts'
import { renderScript } from './script.ts'

const run = promisify(execFile)

const shortest = parseJson(readFileSync(join(packageRoot, 'bench', 'explore', 'shortest-sequences.json'), 'utf8'))

/** Repeats the shortest known sequence for the fault, and returns the script of the violation. */
async function scriptFor(emulator: RunningEmulator, fault: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'script-'))
  const config = join(folder, 'config.json')
  writeFileSync(config, JSON.stringify({ ...emulator.config, timeouts: { request: '400s' } }))
  const { exploration, target } = await exploreTarget({
    target: { config, timeoutScale: 0.05 },
    environment: { env: {}, cwd: folder },
    ...{ journalFolder: folder, seed: 1, durationMs: 2_000 },
    replay: { steps: listAt(shortest, fault).filter(isStep), accepted: [], passedOver: [] },
  })
  const [violation] = exploration.violations
  if (violation === undefined) throw new Error(`the sequence shows no violation with ${fault}`)
  return renderScript(violation, target)
}

/** Returns what the script prints before the line with what is expected; its names differ in the number of the process. */
async function shownBy(script: string, token: string): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'script-')), 'violation.sh')
  writeFileSync(file, script)
  const { stdout, stderr } = await run('bash', [file], { env: { PATH: process.env['PATH'], OS_TOKEN: token } })
  expect(stderr).toBe('')
  const lines = stdout.trim().split('\n')
  expect(lines.at(-1)).toMatch(/^expected: /)
  return (lines.at(-2) ?? '').replace(/conformance-script-\d+/g, 'conformance-script')
}

/** Returns the names and ids of everything that scripts may leave behind. */
const resourcesOf = ({ state }: RunningEmulator): readonly string[] => [
  ...state.servers.all().flatMap(({ id, vmState }) => (vmState === 'deleted' ? [] : [id])),
  ...[...state.volumes.values()].flatMap(({ id, status }) => (status === 'deleting' ? [] : [id])),
  ...[...state.images.keys(), ...state.serverGroups.keys()],
  ...state.keypairs.all().map(({ name }) => name),
]

test.concurrent.each([
  'sequence-name-returns-after-restart',
  'sequence-metadata-lost-on-second-resize',
  'sequence-third-attach-rejected',
  'sequence-keypair-deleted-with-second-server',
])('the script for %s shows it, and deletes what it creates', async (fault) => {
  const emulator = await startEmulator()
  emulator.control.enableFault(fault)
  try {
    const { token } = emulator.config.auth
    const script = await scriptFor(emulator, fault)
    const before = resourcesOf(emulator)

    const withFault = await shownBy(script, token)
    emulator.control.clearFaults()
    const withoutFault = await shownBy(script, token)

    expect(withFault).not.toBe(withoutFault)
    expect(resourcesOf(emulator)).toEqual(before)
  } finally {
    await emulator.close()
  }
})
