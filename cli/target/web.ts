import { sender, type TargetSettings, Unanswered } from '#harness/client'
import { NoJudgement } from '../usage-error.ts'
import { checkTlsFiles } from './tls-files.ts'

export interface WebAnswer {
  readonly url: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as JSON; undefined when it is not JSON. */
  readonly json: unknown
}

/**
 * Asks services before the suites do, within the same limits and as patiently. Redirects are not followed: a token must not
 * travel to another origin.
 */
export interface Web {
  /** Throws NoJudgement when nothing answers in time: `within` milliseconds, by default those that all answers have. */
  get(url: string, headers?: Readonly<Record<string, string>>, within?: number): Promise<WebAnswer>
  post(url: string, body: unknown): Promise<WebAnswer>
  close(): Promise<void>
}

const certificateTrouble = /certificate|SSL|TLS/i

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function told(url: string, cause: Unanswered): NoJudgement {
  const verb = cause.trouble === 'unfit' ? 'gives no usable answer' : 'does not answer'
  return new NoJudgement(`${url.replace(/\/$/, '')} ${verb}: ${cause.reason}`, {
    cause,
    ...(certificateTrouble.test(cause.reason)
      ? { hint: 'Name the certificates to trust with OS_CACERT or tls.ca; --insecure believes any.' }
      : {}),
  })
}

/** Where an answer leads to that is a redirect, in words that may end a message; nothing for any other. */
export const redirection = ({ status, headers }: Pick<WebAnswer, 'status' | 'headers'>): string =>
  status > 300 && status < 400 ? `, a redirect to ${headers['location'] ?? 'nowhere'}; redirects are not followed` : ''

/** `patience`: milliseconds that one answer may take, connection and body included. */
export function openWeb(tls: TargetSettings['tls'], patience = 30_000): Web {
  if (tls) checkTlsFiles(tls)
  const http = sender(tls, patience)
  async function ask(
    method: 'GET' | 'POST',
    url: string,
    headers: Readonly<Record<string, string>>,
    within: number,
    body?: string,
  ): Promise<WebAnswer> {
    try {
      const all = { accept: 'application/json', ...headers }
      const {
        status,
        headers: received,
        text,
      } = await http.send({ method, url, headers: all, body, within, isHarmless: true })
      return { url, status, headers: received, json: parsed(text) }
    } catch (cause) {
      throw cause instanceof Unanswered ? told(url, cause) : cause
    }
  }
  return {
    get: (url, headers = {}, within = patience) => ask('GET', url, headers, within),
    post: (url, body) => ask('POST', url, { 'content-type': 'application/json' }, patience, JSON.stringify(body)),
    close: () => http.close(),
  }
}
