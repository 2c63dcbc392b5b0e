/**
 * Where the document allows several interpretations, targets that follow either are conformant, and the report says which one a
 * target follows. Interpretations that do not touch each other share a run. With INTERPRETATIONS=alone each has a run of its own.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { requirements } from '#contract'
import { type Interpretation, interpretations } from '#emulator'
import type { Edition } from '#model'
import { runTarget } from './run-target.ts'

const batches: readonly (readonly string[])[] = [
  ['stopped-status'],
  [
    'key-name-required',
    'sha256-fingerprints-in-reads',
    'minimum-excluded',
    'zones-without-hosts',
    'no-request-ids',
    'attachment-ids',
    'launched-at-every-boot',
  ],
  [
    'building-status',
    'resized-status',
    'rescued-status',
    'other-tenant-hidden',
    'plain-401',
    'versions-300',
    'oldest-servers-first',
  ],
  [
    'links-to-other-host',
    'numeric-flavor-ids',
    'keypair-names-restricted',
    'no-private-key',
    'deleted-status',
    'slow-resize-confirmation',
  ],
  [
    'reads-203',
    'limit-zero-rejected',
    'no-next-links',
    'changes-since-omits-deleted',
    'name-absent-in-list',
    'example-fields-absent',
  ],
  [
    'rejections-422',
    'inclusive-marker',
    'name-case-sensitive',
    'disk-config-auto',
    'keypair-times-with-zone',
    'instant-transitions',
  ],
  [
    'versions-v2-only',
    'small-default-page',
    'unknown-status-rejected',
    'unknown-image-rejected',
    'disk-config-absent',
    'metadata-of-request-only',
  ],
  [
    'name-matches-whole',
    'additional-volumes-only',
    'resize-ends-active',
    'undocumented-fields',
    'launched-at-with-zone',
    'power-states-1-and-4',
  ],
  [
    'host-id-empty',
    'empty-security-groups',
    'no-fault-object',
    'update-answers-like-show',
    'opaque-user-ids',
    'bare-create-response',
    'one-network-key',
  ],
  [
    'image-empty',
    'fixed-ip-needs-network',
    'delete-on-termination-boolean',
    'device-name-rejected',
    'one-server-per-request',
    'personality-content',
    'metadata-limit-of-pair',
  ],
  [
    'create-fails-later',
    'hard-reboot-of-active-only',
    'image-id-in-location-only',
    'access-ipv4-fixed',
    'attach-by-volume-path',
  ],
  [
    'root-device-required',
    'same-name-for-several',
    'personality-contents',
    'user-data-limit-decoded',
    'root-disk-of-20',
    'volume-source-copied',
    'networks-rejected-late',
  ],
  [
    'resize-auto-only',
    'refused-state-403',
    'image-metadata-required',
    'update-rejects-unknown-attributes',
    'repeated-delete-conflicts',
    'device-null-at-attach',
    'attached-twice-conflicts',
  ],
  ['volume-size-of-image', 'resize-of-active-only', 'slow-image-creation', 'slow-volumes'],
]

/** Interpretations of statements that only the later edition has. */
const laterBatches: readonly (readonly string[])[] = [['limit-above-maximum-rejected']]

const find = (name: string): Interpretation => {
  const interpretation = interpretations.find((candidate) => candidate.name === name)
  if (interpretation === undefined) throw new TypeError(`there is no interpretation ${name}`)
  return interpretation
}

interface Ambiguity {
  readonly issue: string
  /** Why there are no two kinds of conformant targets. */
  readonly reason?: string
}

const ambiguities: Readonly<Record<string, Ambiguity>> = parse(
  readFileSync(new URL('../../requirements/document/ambiguities.yaml', import.meta.url), 'utf8'),
)

describe('ambiguities of the document', () => {
  test('each have an interpretation or a reason why there is none', () => {
    const interpreted = new Set(interpretations.flatMap((interpretation) => interpretation.ambiguities))
    const undecided = Object.entries(ambiguities)
      .filter(([id, { reason }]) => interpreted.has(id) === (reason !== undefined))
      .map(([id]) => id)
    expect(undecided).toEqual([])
    expect([...interpreted].filter((id) => ambiguities[id] === undefined)).toEqual([])
    expect(Object.keys(ambiguities)).toHaveLength(126)
  })

  test('contain every contested requirement', () => {
    const issues = requirements.flatMap(({ contested }) => (contested ? [contested.issue] : []))
    expect(issues.filter((issue) => ambiguities[issue] === undefined)).toEqual([])
  })

  test('are all covered by the runs', () => {
    expect([...batches, ...laterBatches].flat().toSorted()).toEqual(interpretations.map(({ name }) => name).toSorted())
  })

  test('are expected otherwise by recommendations only', () => {
    const ids = new Set(interpretations.flatMap(({ unexpectedBy = [] }) => unexpectedBy))
    const levels = [...ids].map((id) => requirements.find((requirement) => requirement.id === id)?.level)
    expect(levels.filter((level) => level !== 'should' && level !== 'may')).toEqual([])
  })
})

const inRuns = (all: typeof batches) =>
  process.env['INTERPRETATIONS'] === 'alone' ? all.flat().map((name) => [name]) : all

const runs: readonly (readonly [title: string, names: readonly string[], edition: Edition])[] = [
  ...inRuns(batches).map((names) => [names.join(', '), names, '2020-03'] as const),
  ...inRuns(laterBatches).map((names) => [names.join(', '), names, '2026-05'] as const),
]

describe.concurrent('a target with another interpretation', () => {
  test.each(runs)('%s is conformant', async (_, names, edition) => {
    const followed = names.map(find)

    const run = await runTarget({ interpretations: names, edition })

    const unexpectedBy = new Set(followed.flatMap(({ unexpectedBy: ids = [] }) => ids))
    const isUnexpected = (line: string) => !unexpectedBy.has(line.replace(/^\w+ |:.*$/g, ''))
    const problems = (['fail', 'inconclusive', 'error'] as const).flatMap((outcome) =>
      run.lines(outcome).filter(isUnexpected),
    )
    expect(problems).toEqual([])
    const { verdict, errors, resources } = run.report
    expect([verdict, errors, resources.leaked]).toEqual(['conformant', [], []])
    const reported = followed.flatMap(({ reportedBy = {} }) => Object.entries(reportedBy))
    expect(reported.map(([id]) => [id, run.requirement(id).variant])).toEqual(reported)
  })
})
