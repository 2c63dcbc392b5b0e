import type { Tamper, UpstreamResponse } from './tampering-proxy.ts'

/** Text that acts somewhere: in a browser, a terminal, a CI system, a spreadsheet, Markdown, XML. All of it says PWNED. */
export const payload = [
  '</script></pre></td></textarea></title></style><script>window.PWNED = 1; alert("PWNED")</script>',
  '"><img src="http://127.0.0.1:9/PWNED" onerror="window.PWNED=2"><svg onload=window.PWNED=3>',
  "' onmouseover='window.PWNED=4' x='",
  '<a href="javascript:window.PWNED=5">PWNED</a> [PWNED](javascript:window.PWNED=6) ![PWNED](http://127.0.0.1:9/PWNED)',
  '\n::error file=PWNED::PWNED\n::set-output name=PWNED::PWNED\n##[error]PWNED ##vso[task.complete result=Succeeded]PWNED',
  "\n##teamcity[buildStatus text='PWNED']\n\rsection_start:0:PWNED\r\u001b[0K",
  '\u001b[2J\u001b[1;31mPWNED\u001b]0;PWNED\u0007\u009b31mPWNED\u001b]8;;http://127.0.0.1:9/PWNED\u0007\b\b\b',
  "\n=cmd|' /C PWNED'!A0\n+PWNED\n@PWNED @everyone #1 | PWNED | PWNED |\n| --- |\n```\n~~~\nPWNED\n# PWNED\n",
  ']]> &PWNED; <!-- PWNED --> <?PWNED?> \u0000\ufffe\ud800 \u202ePWNED\u2066 $(PWNED) `PWNED`',
].join(' ')

/** The same in so few characters that it passes for an id or a name, and comes to addresses and lines for the shell. */
const brief = `"><script>window.PWNED=10</script><img src=x onerror=window.PWNED=11>'$(PWNED)\n::error::PWNED\u001b[31m`

/**
 * Fields by which the suites find their way, and those whose content is a secret and would be taken out wherever it stands;
 * everything else that a target says is for show.
 */
const kept = new Set(['id', 'status', 'name', 'href', 'rel', 'OS-EXT-STS:task_state', 'adminPass', 'private_key'])

type Replace = (text: string, key: string) => string

const allButLeading: Replace = (text, key) => (kept.has(key) ? text : payload)
/** Nobody finds anything any more; what is left to look at is what is said about it. */
const all: Replace = (_, key) => (kept.has(key) ? brief : payload)

function poisoned(value: unknown, replace: Replace, key = ''): unknown {
  if (typeof value === 'string') return replace(value, key)
  if (Array.isArray(value)) return value.map((inner) => poisoned(inner, replace, key))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, inner]) => [name, poisoned(inner, replace, name)])
  return { ...Object.fromEntries(members), [payload]: payload, PWNED: [payload] }
}

/** Writes the payload into the fields, names, headers and errors that the Compute service answers with from that answer on. */
const poisonBy =
  (replace: Replace, from: number): Tamper =>
  ({ path, count }, genuine: UpstreamResponse, response) => {
    if (!/^\/(v2|$)/.test(path) || count < from || genuine.body.length === 0) return false
    const text = genuine.body.toString('utf8')
    const body = Buffer.from(text.startsWith('{') ? JSON.stringify(poisoned(JSON.parse(text), replace)) : payload)
    response.writeHead(genuine.status, {
      ...genuine.headers,
      'x-compute-request-id': '<script>window.PWNED=7</script>"><img src=x onerror=window.PWNED=8>',
      'x-pwned': "=cmd|' /C PWNED'!A0 ##[error]PWNED ::error::PWNED [PWNED](javascript:window.PWNED=9)",
      'content-length': body.length,
    })
    response.end(body)
    return true
  }

/** All fields but those by which the suites find their way: tests go on, and fail by much. */
export const poison = (from: number): Tamper => poisonBy(allButLeading, from)
/** All fields, ids and names among them. */
export const poisonAll = (from: number): Tamper => poisonBy(all, from)
