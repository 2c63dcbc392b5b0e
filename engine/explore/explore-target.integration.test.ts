import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '#contract'
import { faults } from '#emulator'
import { listAt, parseJson } from '#engine/input'
import { startEmbedded } from '#engine/runner'
import type { RequirementId } from '#model'
import { type ExploreRequest, exploreTarget } from './explore-target.ts'
import { renderScript } from './output/script.ts'
import { readSequence, renderSequence } from './output/sequence-file.ts'
import { isStep, type SingleStep, type Step, type StepAction } from './steps.ts'

const file = join(packageRoot, 'bench', 'explore', 'shortest-sequences.json')
const shortest = parseJson(readFileSync(file, 'utf8'))

/** Returns the shortest sequence that is known to show a fault. */
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

/** Describes steps by their action and server. */
const stepsOf = (...steps: readonly (readonly [StepAction, number, Partial<SingleStep>?])[]): readonly Step[] =>
  steps.map(([action, server, more]) => ({ action, server, ...more }))

describe('an exploration', () => {
  test('of the emulator without faults finds nothing and leaves nothing', async () => {
    const { exploration, report } = await exploreWith([], {})
    expect(exploration.violations).toEqual([])
    expect(exploration.errors).toEqual([])
    expect(exploration.steps).toBeGreaterThan(0)
    expect(report).toMatchObject({ verdict: 'partial', resources: { leaked: [] } })
  })

  test('deletes the servers of a walk before the next one begins', async () => {
    const thirdWalk = new AbortController()
    const { exploration } = await exploreWith([], {
      target: { maxServers: 1 },
      durationMs: 120_000,
      signal: thirdWalk.signal,
      listeners: {
        onProgress: (text) => {
          if (text.startsWith('exploring, walk 3')) thirdWalk.abort()
        },
      },
    })
    expect(exploration.evidence.notes).toEqual([])
    expect(exploration.walks).toBeGreaterThan(1)
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

  test.each([
    [
      'a former name',
      'deep-detail-finds-previous-name',
      'servers.detail.name',
      stepsOf(['create', 1], ['rename', 1, { value: 'name-1' }], ['list-detail', 1, { key: 'former name' }]),
    ],
    [
      'the name of a deleted keypair',
      'deep-keypair-name-taken-for-good',
      'keypairs.delete.removes',
      [
        ...([
          { action: 'create-keypair', keypair: 1 },
          { action: 'delete-keypair', keypair: 1 },
        ] as const),
        { action: 'create-keypair', keypair: 1 },
      ] as const,
    ],
    [
      'a volume that the service of volumes does not show as attached either',
      'attach-does-nothing',
      'attachments.create.attaches',
      stepsOf(['create', 1], ['attach', 1, { volume: 1 }]),
    ],
  ])('compares %s', async (_, fault, requirement, steps) => {
    const replay = { steps, accepted: [], passedOver: [] }
    const target = { timeoutScale: 0.02 }
    expect((await exploreWith([], { replay, target })).exploration.violations).toEqual([])
    expect((await exploreWith([fault], { replay, target })).exploration.violations).toMatchObject([
      { requirement, steps },
    ])
  })

  test('continues after violations by single responses, and investigates them together', async () => {
    const single = ['server-user-id-missing', 'server-zone-missing', 'server-host-id-missing', 'server-links-missing']
    const { exploration } = await exploreWith(single, { durationMs: 6_000 })
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

  test('finds a fault that needs a sequence among known ones that every walk meets', async () => {
    const known = ['create-metadata-lost', 'update-does-nothing', 'stop-in-any-state', 'start-in-any-state']
    const fault = 'sequence-attached-while-stopped-lost'
    const skip = faults.filter(({ name }) => known.includes(name)).map(({ requirement }) => requirement)
    const request = { target: { skip }, durationMs: 60_000, failFast: true, seed: 2 }
    const { exploration, report } = await exploreWith([...known, fault], request)
    expect(exploration.violations).toMatchObject([{ requirement: 'servers.volumes-attached.agrees' }])
    expect(exploration.violations[0]?.steps.length).toBe(sequenceFor(fault).steps.length)
    expect(report.resources.leaked).toEqual([])
  })
})

describe('a walk with violations that are known', () => {
  const known = ['stop-does-nothing', 'start-in-any-state', 'update-does-nothing', 'add-group-does-nothing']
  const passedOver: readonly RequirementId[] = [
    ...(['servers.stop.becomes-shutoff', 'servers.start.only-shutoff'] as const),
    ...(['servers.update.renames', 'groups.add.attaches'] as const),
  ]

  test('no longer compares what differs, abandons servers in an unknown state, and continues with the others', async () => {
    const finished = stepsOf(
      ...([
        ['create', 1],
        ['create', 2],
        ['rename', 2, { value: 'name-1' }],
      ] as const),
      ...([
        ['remove-group', 2, { key: 'default' }],
        ['add-group', 2, { key: 'default' }],
      ] as const),
      ...([
        ['attach', 1, { volume: 1 }],
        ['stop', 1],
        ['delete', 1],
        ['attach', 2, { volume: 1 }],
      ] as const),
      ...([
        ['create', 3],
        ['start', 3],
        ['delete', 3],
        ['attach', 2, { volume: 2 }],
      ] as const),
      ...([['detach', 2, { volume: 1 }]] as const),
    )
    const impossible = stepsOf(['list', 2, { key: 'name' }], ['start', 1])
    const replay = { steps: finished.toSpliced(9, 0, ...impossible), accepted: [], passedOver }
    const { exploration, report } = await exploreWith([...known, 'sequence-detach-takes-second-volume'], { replay })
    expect(exploration.violations).toMatchObject([{ requirement: 'servers.volumes-attached.agrees', steps: finished }])
    expect(new Set(exploration.violations[0]?.passedOver)).toEqual(new Set(passedOver))
    expect(exploration.evidence.notes).toEqual([])
    expect(report.resources.leaked).toEqual([])
  })

  test('deletes an abandoned server, as a step of its sequence and its script', async () => {
    const given = stepsOf(['create', 1], ['create', 2], ['stop', 1], ['rename', 2, { value: 'name-1' }])
    const replay = { steps: given, accepted: [], passedOver: passedOver.slice(0, 1) }
    const { exploration, target } = await exploreWith(known, { replay })
    const [violation] = exploration.violations
    expect(violation?.steps).toEqual(given.toSpliced(3, 0, ...stepsOf(['delete', 1])))
    const script = violation ? renderScript(violation, target) : ''
    expect(script).toContain(`-X DELETE "$COMPUTE"'/servers/'"$SERVER_1"`)
    expect(script).not.toContain('until_is SHUTOFF')
    const file = join(mkdtempSync(join(tmpdir(), 'explore-')), 'sequence.json')
    writeFileSync(file, violation ? renderSequence(violation, 1) : '')
    const again = await exploreWith(known, { replay: readSequence(file) })
    expect(again.exploration.violations).toMatchObject([
      { requirement: 'servers.update.renames', steps: violation?.steps },
    ])
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
  expect(() => readSequence(join(packageRoot, 'package.json'))).toThrow(/contains no sequence of steps/)
})
