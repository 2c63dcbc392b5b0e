/** Limits that keep a report small enough to open: the length of bodies and the number of findings. */
import type { Exchange, Finding } from '#model'
import type { Report, RequirementResult } from './report.ts'

/** Characters shown of a body that no finding refers to. */
export const maxBodyLength = 400

/** Findings kept per requirement; `more` counts the others. */
const maxFindings = 10
/** Findings kept among those that differ only in the actual value. */
const maxAlike = 3

const truncate = (text: string): string => text.slice(0, maxBodyLength)

function trim(exchange: Exchange): Exchange {
  const { body, requestBody } = exchange
  const isTooLong = [body, requestBody].some((text) => text !== undefined && text.length > maxBodyLength)
  return {
    ...exchange,
    ...(requestBody !== undefined && { requestBody: truncate(requestBody) }),
    ...(body !== undefined && { body: truncate(body) }),
    ...(isTooLong && { cut: true }),
  }
}

/** Returns the exchanges sorted by index, without duplicates. */
export function sortExchanges(exchanges: readonly Exchange[]): readonly Exchange[] {
  const byIndex = new Map(exchanges.map((exchange) => [exchange.index, exchange]))
  return [...byIndex.values()].sort((a, b) => a.index - b.index)
}

/** Returns the exchanges for a page that people read: bodies are truncated unless a finding refers to the exchange. */
export function trimExchanges({
  exchanges,
  requirements,
}: Pick<Report, 'exchanges' | 'requirements'>): readonly Exchange[] {
  const referenced = new Set(requirements.flatMap(({ findings }) => findings.flatMap(({ exchange }) => exchange ?? [])))
  return exchanges.map((exchange) => (referenced.has(exchange.index) ? exchange : trim(exchange)))
}

/** A UUID, with or without hyphens, or the beginning of one where a text is cut off. */
const resourceId = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]+(?:-[0-9a-f]*){0,4}…/gi

/**
 * Returns the key of a finding: findings that differ only in resource ids, in durations, or in which and how many
 * elements of a list they concern, have the same key.
 */
const keyOf = ({ message, at, expected, actual }: Pick<Finding, 'message' | 'at' | 'expected' | 'actual'>): string =>
  JSON.stringify([message, at, expected, actual])
    .replace(resourceId, '*')
    .replace(/\bbody\/[^\s"]+/g, (pointer) => pointer.replace(/\/\d+(?=\/|$|[.:,])/g, '/*'))
    .replace(/, and a wrong value in \d+ of \d+ [^.]*/g, '')
    .replace(/\b\d+ of \d+ (.*?) ha(?:s|ve)\b/g, 'N of M $1 have')
    .replace(/\b\d+ of \d+\b/g, 'N of M')
    .replace(/\b\d+(?:\.\d+)? s\b/g, 'N s')

/** Returns the key of a finding without its actual value. */
const kindOf = (finding: Finding): string =>
  keyOf({ ...finding, message: finding.message.replaceAll(finding.actual, '*'), actual: '*' })

/** Returns where a finding is: two tests may say the same of one place in their own words. */
const placeOf = (finding: Finding): string =>
  finding.exchange === undefined ? keyOf(finding) : `${finding.exchange} ${finding.at}`

/** Returns the first elements of each key, at most `most`. */
function distinctBy<T>(elements: readonly T[], key: (element: T) => string, most = 1): readonly T[] {
  const counts = new Map<string, number>()
  return elements.filter((element) => {
    const count = (counts.get(key(element)) ?? 0) + 1
    counts.set(key(element), count)
    return count <= most
  })
}

/** Removes repeated findings, keeps those of the earliest exchanges up to `maxFindings` and counts the others in `more`. */
export function dedupeFindings(findings: readonly Finding[]): Pick<RequirementResult, 'findings' | 'more'> {
  const earliestFirst = [...findings].sort((a, b) => (a.exchange ?? Infinity) - (b.exchange ?? Infinity) || 0)
  const distinct = distinctBy(distinctBy(earliestFirst, placeOf), keyOf)
  const kept = distinctBy(distinct, kindOf, maxAlike).slice(0, maxFindings)
  const more = distinct.length - kept.length
  return { findings: kept, ...(more > 0 && { more }) }
}
