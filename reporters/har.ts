import type { Entry, Har, Header } from 'har-format'
import type { Exchange } from '#model'
import type { Report } from '#results'
import { toJson } from './json.ts'

const headerList = (headers: Readonly<Record<string, string>>): Header[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

const queryOf = (url: string): Header[] =>
  URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : []

const sizeOf = (text: string | undefined): number => (text === undefined ? 0 : Buffer.byteLength(text))

/**
 * Returns the content of a body. A truncated one is left out, with a comment: half of a JSON text would be taken for
 * the whole.
 */
function contentOf({ headers, body, cut }: Exchange): Entry['response']['content'] {
  const mimeType = headers['content-type'] ?? ''
  return cut
    ? { mimeType, size: Math.max(1, sizeOf(body)), comment: 'The report has only the beginning of this exchange.' }
    : { mimeType, size: sizeOf(body), text: body ?? '' }
}

function entryOf(exchange: Exchange): Entry {
  const { index, operation, phase, method, url, requestHeaders, requestBody, status, headers, startedAt, ms } = exchange
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: ms,
    request: {
      ...{ method, url, httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1 },
      ...{ headers: headerList(requestHeaders), queryString: queryOf(url), bodySize: sizeOf(requestBody) },
      ...(requestBody !== undefined && {
        postData: { mimeType: requestHeaders['content-type'] ?? '', text: requestBody },
      }),
    },
    response: {
      ...{ status, statusText: '', httpVersion: 'HTTP/1.1', cookies: [], redirectURL: '', headersSize: -1 },
      ...{
        headers: headerList(headers),
        content: contentOf(exchange),
        bodySize: exchange.cut ? -1 : sizeOf(exchange.body),
      },
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    comment: [`#${index}`, operation ?? '', phase].filter((part) => part !== '').join(' '),
  }
}

/** Renders the exchanges of a report as an HTTP Archive (HAR 1.2), which browsers show and `check` reads. Secrets are not in a report. */
export function renderHar({ tool, exchanges }: Report): string {
  const har: Har = {
    log: {
      version: '1.2',
      creator: { name: 'compute-conformance', version: tool.version },
      entries: exchanges.map(entryOf),
    },
  }
  return toJson(har)
}
