import { requirement } from '#contract'
import type { Exchange, Finding } from '#model'

/**
 * A finding as people read it: what happened; the statement it breaks; where, expected, actual; during which step; in
 * which exchange; and the line that shows it again.
 */
export function formatFinding(id: string, finding: Finding, exchange: Exchange | undefined): string {
  const { level, text, source } = requirement(id)
  const rows: [string, string][] = [['required by', `${id} (${level}): ${text.en}`]]
  if (source) rows.push(['source', `${source.section}, lines ${source.lines}`])
  rows.push(['at', finding.at], ['expected', finding.expected], ['actual', finding.actual])
  if (finding.step) rows.push(['while', finding.step])
  if (exchange) rows.push(['exchange', formatExchange(exchange)])
  if (finding.curl) rows.push(['reproduce', finding.curl])
  return `${finding.message}\n\n${rows.map(([label, value]) => `  ${label.padEnd(12)}${value}`).join('\n')}\n`
}

/** One exchange in a line: `#17 POST http://… -> 202 in 12 ms, req-…`. */
export function formatExchange({ index, method, url, status, ms, headers }: Exchange): string {
  const id = headers['x-compute-request-id'] ?? headers['x-openstack-request-id'] ?? 'no request id'
  return `#${index} ${method} ${url} -> ${status} in ${Math.round(ms)} ms, ${id}`
}
