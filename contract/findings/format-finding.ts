import type { Exchange, Finding } from '#model'
import { requirement } from '../register/requirements.ts'

/** A requirement as a reader sees it: level, text and source in the reader's language. */
export interface RequirementCaption {
  readonly id: string
  readonly level: string
  readonly text: string
  readonly source?: string | undefined
}

/** The fields of a finding in the order in which every report shows them. */
export type FindingField = 'requiredBy' | 'source' | 'at' | 'expected' | 'actual' | 'while' | 'exchange' | 'reproduce'

/** Returns the fields of a finding other than its message. Absent fields are left out. Values are not sanitized. */
export function findingRows(
  { id, level, text, source }: RequirementCaption,
  { at, expected, actual, step, curl }: Finding,
  exchange: Exchange | undefined,
): readonly (readonly [field: FindingField, value: string])[] {
  const rows: (readonly [FindingField, string | undefined])[] = [
    ['requiredBy', `${id} (${level}): ${text}`],
    ['source', source],
    ['at', at],
    ['expected', expected],
    ['actual', actual],
    ['while', step],
    ['exchange', exchange && formatExchange(exchange)],
    ['reproduce', curl],
  ]
  return rows.flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const]))
}

/** Formats an exchange as one line: `#17 POST http://… -> 202 in 12 ms, req-…`. Not sanitized. */
function formatExchange({ index, method, url, status, ms, headers }: Exchange): string {
  const requestId = headers['x-compute-request-id'] ?? headers['x-openstack-request-id']
  return `#${index} ${method} ${url} -> ${status} in ${Math.round(ms)} ms${requestId === undefined ? '' : `, ${requestId}`}`
}

/** Formats a finding as indented English text: its message, then one line per field. The message of the error that ends a test. */
export function formatFinding(id: string, finding: Finding, exchange: Exchange | undefined): string {
  const { level, text, source } = requirement(id)
  const caption = { id, level, text: text.en, source: source && `${source.section}, lines ${source.lines}` }
  const lines = findingRows(caption, finding, exchange).map(
    ([field, value]) => `  ${(field === 'requiredBy' ? 'required by' : field).padEnd(12)}${value}`,
  )
  return `${finding.message}\n\n${lines.join('\n')}\n`
}
