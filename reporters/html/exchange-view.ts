import type { Exchange } from '#model'
import { sanitizeBlock, sanitizeLine } from '../text/sanitize.ts'
import { html, label, type Markup } from './markup.ts'
import { prettyJson } from './pretty-json.ts'

/** An exchange as sanitized text. The script of the page renders the same fields. */
export interface ExchangeText {
  readonly index: number
  readonly phase: string
  readonly operation: string
  readonly method: string
  /** Path and query, without the origin. */
  readonly path: string
  readonly status: number
  readonly ms: number
  readonly request: string
  readonly response: string
  readonly cut: boolean
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => sanitizeLine(`${name}: ${value}`))
    .join('\n')

const bodyLines = (body: string | undefined): string => (body ? `\n\n${sanitizeBlock(prettyJson(body))}` : '')

function path(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}

export function exchangeText(exchange: Exchange): ExchangeText {
  const { index, phase, operation = '', method, url, status, ms, cut = false } = exchange
  return {
    index,
    phase,
    operation,
    method: sanitizeLine(method),
    path: sanitizeLine(path(url)),
    status,
    ms: Math.round(ms),
    request: `${sanitizeLine(`${method} ${url}`)}\n${headerLines(exchange.requestHeaders)}${bodyLines(exchange.requestBody)}`,
    response: `HTTP ${status}\n${headerLines(exchange.headers)}${bodyLines(exchange.body)}`,
    cut,
  }
}

/** The request and the response side by side, collapsed under a summary line. */
export function exchangeView(exchange: Exchange): Markup {
  const { index, method, path, status, ms, request, response, cut } = exchangeText(exchange)
  return html`<details class="exchange">
<summary><span class="index">#${index}</span> <b>${method}</b> <code>${path}</code> <span class="status s${Math.floor(status / 100)}">${status}</span> <span class="muted">${ms} ms</span></summary>
<div class="sides">
<figure><figcaption>${label((t) => t.request)}</figcaption><pre tabindex="0">${request}</pre></figure>
<figure><figcaption>${label((t) => t.response)}${cut ? html` <small>(${label((t) => t.truncated)})</small>` : undefined}</figcaption><pre tabindex="0">${response}</pre></figure>
</div>
</details>`
}
