import { isHttpUrl, memberOf, numberOf, type RecordedExchange, textOf } from './recorded-exchange.ts'

function headersOf(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(entries.map(([name, text]) => [name.toLowerCase(), String(text)]))
}

/**
 * Reads an exchange of a report of this tool (`exchanges`); undefined for other JSON. A response whose body was truncated counts as
 * missing.
 */
export function parseReportExchange(exchange: unknown): RecordedExchange | undefined {
  const [method, url] = [textOf(exchange, 'method'), textOf(exchange, 'url')]
  const [startedAt, status] = [numberOf(exchange, 'startedAt'), numberOf(exchange, 'status')]
  if (method === undefined || url === undefined || startedAt === undefined || status === undefined) return undefined
  if (!isHttpUrl(url)) return undefined
  const ms = numberOf(exchange, 'ms') ?? 0
  const body = textOf(exchange, 'requestBody')
  const headers = headersOf(memberOf(exchange, 'headers'))
  const response = { status, headers, text: textOf(exchange, 'body') ?? '', isUtf8: true, startedAt, ms }
  const requestHeaders = headersOf(memberOf(exchange, 'requestHeaders'))
  const index = numberOf(exchange, 'index')
  return {
    ...(index === undefined ? {} : { index }),
    request: { method, url, headers: requestHeaders, ...(body === undefined ? {} : { body }) },
    startedAt,
    endedAt: startedAt + ms,
    response: memberOf(exchange, 'cut') === true ? undefined : response,
  }
}
