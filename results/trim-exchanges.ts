import type { Exchange } from '#model'

import type { RequirementResult } from './report.ts'

/** How many characters of a body are kept when no finding points at it. */
export const bodyShown = 400

const shorten = (text: string): string => (text.length > bodyShown ? text.slice(0, bodyShown) : text)

function trim(exchange: Exchange): Exchange {
  const { body, requestBody } = exchange
  const tooLong = [body, requestBody].some((text) => (text?.length ?? 0) > bodyShown)
  return {
    ...exchange,
    ...(requestBody !== undefined && { requestBody: shorten(requestBody) }),
    ...(body !== undefined && { body: shorten(body) }),
    ...(tooLong && { cut: true }),
  }
}

/**
 * The exchanges of a run by index, each once. Those that a finding points at keep their bodies; of the others a glimpse is
 * enough, or a report of a thousand calls would be too heavy to open.
 */
export function trimExchanges(
  exchanges: readonly Exchange[],
  requirements: readonly RequirementResult[],
): readonly Exchange[] {
  const shown = new Set(requirements.flatMap(({ findings }) => findings.flatMap(({ exchange }) => exchange ?? [])))
  const once = new Map(exchanges.map((exchange) => [exchange.index, exchange]))
  return [...once.values()]
    .sort((a, b) => a.index - b.index)
    .map((exchange) => (shown.has(exchange.index) ? exchange : trim(exchange)))
}
