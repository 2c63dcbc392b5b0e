import { randomBytes } from 'node:crypto'
import { toolVersion } from '#engine/tool-version'
import type { TrafficObserver } from '#harness/core'
import { capabilities, type Edition, type Selection } from '#model'
import { buildReport, type Report } from '#results'

/** How long an accepted change may take to be visible everywhere, in milliseconds: eventual consistency of common clouds. */
export const maxVisibilityMs = 5_000

export interface TrafficReportOptions {
  readonly profile: string
  readonly edition: Edition
  /** The requirements that apply in the profile. */
  readonly selection: Selection
  /** The root of the endpoint, such as `http://host/v2`. */
  readonly url: string
  /** When the first request was sent, in milliseconds since the epoch. */
  readonly startedAt: number
  readonly durationMs: number
  readonly notes?: readonly string[]
}

const otherProtocolNote = (count: number): readonly string[] =>
  count === 0
    ? []
    : [
        `${count} responses follow a microversion that the document does not describe, or are conditional or partial; they were not compared.`,
      ]

/**
 * Builds the report of observed traffic. Requirements that it did not touch are `unobserved`: no requests are sent for
 * them, so it accuses a target, but its silence proves little.
 */
export function trafficReport(
  observer: TrafficObserver,
  { profile, edition, selection, url, startedAt, durationMs, notes = [] }: TrafficReportOptions,
): Report {
  const ofProtocol = otherProtocolNote(observer.otherProtocol)
  const evidence = { ...observer.evidence, notes: [...observer.evidence.notes, ...ofProtocol, ...notes] }
  const report = buildReport({
    settings: {
      runId: randomBytes(4).toString('hex'),
      computeUrl: url,
      profile,
      edition,
      capabilities,
      missing: {},
      selection,
      readOnly: false,
    },
    versions: [],
    tool: toolVersion,
    startedAt: new Date(startedAt),
    durationMs,
    cases: [{ id: 'traffic', title: 'observed traffic', state: 'passed', requirements: [], evidence, errors: [] }],
    journal: [],
    errors: [],
  })
  return { ...report, requests: observer.total }
}
