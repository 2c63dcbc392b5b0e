import type { Exchange } from '#model'
import { sanitizeBlock } from '../../../text/sanitize.ts'
import { prettyJson } from '../models/pretty-json.ts'
import { usePage } from '../page-context.ts'
import { Disclosure } from './disclosure.tsx'
import { Preformatted } from './scrollable.tsx'

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

const bodyLines = (body: string | undefined): string => (body ? `\n\n${sanitizeBlock(prettyJson(body))}` : '')

/** Returns the path and query of a URL, without the origin. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}

const Side = ({ title, text }: { readonly title: string; readonly text: string }) => (
  <figure>
    <figcaption>{title}</figcaption>
    <Preformatted text={text} />
  </figure>
)

/** Renders the request and the response of an exchange, side by side. */
function Sides({ exchange }: { readonly exchange: Exchange }) {
  const { t } = usePage()
  const { method, url, requestHeaders, requestBody, status, headers, body, cut } = exchange
  return (
    <div class="sides">
      <Side title={t.request} text={`${method} ${url}\n${headerLines(requestHeaders)}${bodyLines(requestBody)}`} />
      <Side
        title={cut ? `${t.response} (${t.truncated})` : t.response}
        text={`HTTP ${status}\n${headerLines(headers)}${bodyLines(body)}`}
      />
    </div>
  )
}

/** Renders an exchange, folded to a line that names its test. */
export function ExchangeDetails({ exchange }: { readonly exchange: Exchange }) {
  const { t, testOf } = usePage()
  const { index, method, url, status, ms, phase, operation } = exchange
  const test = testOf.get(index)
  return (
    <Disclosure
      class="exchange"
      summary={
        <>
          <span class="index">#{index}</span> <b>{method}</b> <code>{pathOf(url)}</code>{' '}
          <span class={`status s${Math.floor(status / 100)}`}>{status}</span>{' '}
          <span class="muted">
            {[`${Math.round(ms)} ms`, t.page.phase[phase], operation, test]
              .filter((part) => part !== undefined)
              .join(' · ')}
          </span>
        </>
      }
    >
      {() => <Sides exchange={exchange} />}
    </Disclosure>
  )
}
