import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '#contract'
import { faults } from '#emulator'
import { listAt, parseJson } from '#engine/input'
import { startEmbedded } from '#engine/runner'
import { type ExploreRequest, exploreTarget } from './explore-target.ts'
import { renderScript } from './output/script.ts'
import { readSequence } from './output/sequence-file.ts'
import { isStep } from './steps.ts'

const file = join(packageRoot, 'bench', 'explore', 'shortest-sequences.json')
const shortest = parseJson(readFileSync(file, 'utf8'))

/** The shortest sequence that is known to show a fault. */
const sequenceFor = (fault: string) => ({ steps: listAt(shortest, fault).filter(isStep), accepted: [], passedOver: [] })

async function exploreWith(faultNames: readonly string[], request: Partial<ExploreRequest>) {
  const embedded = await startEmbedded({ emulator: { faults: faultNames } })
  onTestFinished(() => embedded.stop())
  return exploreTarget({
    target: {},
    environment: { env: {}, cwd: process.cwd() },
    embedded,
    journalFolder: mkdtempSync(join(tmpdir(), 'explore-')),
    ...{ seed: 1, durationMs: 2_000 },
    ...request,
  })
}

describe('an exploration', () => {
  test('of the honest emulator finds nothing and leaves nothing', async () => {
    const { exploration, report } = await exploreWith([], {})
    expect(exploration.violations).toEqual([])
    expect(exploration.errors).toEqual([])
    expect(exploration.steps).toBeGreaterThan(0)
    expect(report).toMatchObject({ verdict: 'partial', resources: { leaked: [] } })
  })

  test('deletes the servers of a life before the next one begins', async () => {
    const { exploration } = await exploreWith([], { target: { maxServers: 1 }, durationMs: 8_000 })
    expect(exploration.evidence.notes).toEqual([])
    expect(exploration.lives).toBeGreaterThan(1)
  })

  test('repeats a sequence: it shows a violation with the fault, and none without it', async () => {
    const fault = 'sequence-name-returns-after-restart'
    const replay = sequenceFor(fault)
    expect((await exploreWith([], { replay })).exploration.violations).toEqual([])
    const { exploration, report, target } = await exploreWith([fault], { replay })
    expect(exploration.violations).toMatchObject([{ requirement: 'servers.update.renames', steps: replay.steps }])
    expect(report.verdict).toBe('nonconformant')
    expect(report.requirements.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)).toEqual([
      'servers.update.renames',
    ])
    const [violation] = exploration.violations
    const script = violation ? renderScript(violation, target) : ''
    expect(script).not.toContain(target.token)
    expect(script).not.toMatch(/exchange \d/)
    expect(script).toContain('SERVER_1=$(curl')
    expect(script).toContain(`-X PUT "$COMPUTE"'/servers/'"$SERVER_1"`)
    expect(script).toContain('until_is SHUTOFF server_status "$SERVER_1"')
  })

  test('goes on after what single responses violate, which it investigates together', async () => {
    const single = ['server-user-id-missing', 'server-zone-missing', 'server-host-id-missing', 'server-links-missing']
    const { exploration } = await exploreWith(single, { durationMs: 3_000 })
    const found = Object.fromEntries(
      exploration.violations.map(({ requirement, steps }) => [requirement, steps.length]),
    )
    expect(found).toEqual({ 'servers.user-id': 1, 'servers.zone': 1, 'servers.host-id': 1, 'servers.links': 1 })
    expect(exploration.steps).toBeGreaterThan(10)
  })

  test('finds a fault that needs a sequence, and shortens it', async () => {
    const fault = 'sequence-second-rename-ignored'
    const request = { durationMs: 60_000, failFast: true }
    const { exploration } = await exploreWith([fault], request)
    const [violation] = exploration.violations
    expect(violation).toMatchObject({ requirement: 'servers.update.renames' })
    expect(violation?.steps.length).toBe(sequenceFor(fault).steps.length)
  })

  test('finds a fault that needs a sequence among others that every life meets', async () => {
    const known = ['stop-does-nothing', 'update-does-nothing', 'start-in-any-state', 'add-group-does-nothing']
    const fault = 'sequence-detach-takes-second-volume'
    const { exploration, report } = await exploreWith([...known, fault], { durationMs: 20_000 })
    const found = new Map(exploration.violations.map(({ requirement, steps }) => [requirement, steps.length]))
    expect(found.get('servers.volumes-attached.agrees')).toBe(sequenceFor(fault).steps.length)
    expect([...found.keys()].sort()).toEqual([
      'groups.add.attaches',
      'servers.start.only-shutoff',
      'servers.stop.becomes-shutoff',
      'servers.update.renames',
      'servers.volumes-attached.agrees',
    ])
    expect(report.resources.leaked).toEqual([])
  })
})

test('every fault that needs a sequence has the shortest one that is known', () => {
  for (const { name, needsSequence = false } of faults) {
    const steps = listAt(shortest, name)
    expect(steps.length > 0, name).toBe(needsSequence)
    expect(steps.every(isStep), name).toBe(true)
  }
})

test('a file without steps is no sequence', () => {
  expect(() => readSequence(join(packageRoot, 'package.json'))).toThrow(/holds no sequence of steps/)
})
