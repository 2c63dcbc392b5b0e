import type { Tamper } from '../fixtures/tampering-proxy.ts'

/**
 * Text that is active somewhere: in a browser, a terminal, a CI system, a spreadsheet, Markdown or XML. Each part contains
 * PWNED, by which tests find it.
 */
const payload = [
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

/** Short enough for an id or a name, so that it gets into URLs and shell commands. */
const shortPayload = `"><script>window.PWNED=10</script><img src=x onerror=window.PWNED=11>'$(PWNED)\n::error::PWNED\u001b[31m`

/** Fields without which the suites find no resources, and secrets, which the reports remove anyway. */
const essentialKeys = new Set([
  'id',
  'status',
  'name',
  'href',
  'rel',
  'OS-EXT-STS:task_state',
  'adminPass',
  'private_key',
])

type Replace = (text: string, key: string) => string

/** Replaces every string in a value, and adds members to its objects. */
function inject(value: unknown, replace: Replace, key = ''): unknown {
  if (typeof value === 'string') return replace(value, key)
  if (Array.isArray(value)) return value.map((item) => inject(item, replace, key))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, inject(member, replace, name)])
  return { ...Object.fromEntries(members), [payload]: payload, PWNED: [payload] }
}

/** Injects the payload into bodies, names of members and headers of the Compute service, from the second request of a path on. */
const injecting =
  (replace: Replace): Tamper =>
  ({ path, count }, upstream, response) => {
    if (!/^\/(v2|$)/.test(path) || count < 2 || upstream.body.length === 0) return false
    const text = upstream.body.toString('utf8')
    const body = Buffer.from(text.startsWith('{') ? JSON.stringify(inject(JSON.parse(text), replace)) : payload)
    response.writeHead(upstream.status, {
      ...upstream.headers,
      'x-compute-request-id': '<script>window.PWNED=7</script>"><img src=x onerror=window.PWNED=8>',
      'x-pwned': "=cmd|' /C PWNED'!A0 ##[error]PWNED ::error::PWNED [PWNED](javascript:window.PWNED=9)",
      'content-length': body.length,
    })
    response.end(body)
    return true
  }

/** Keeps the essential fields: tests continue and report many violations. */
export const injectingMostFields = injecting((text, key) => (essentialKeys.has(key) ? text : payload))
/** Replaces ids and names too, so that most tests cannot continue. */
export const injectingAllFields = injecting((_, key) => (essentialKeys.has(key) ? shortPayload : payload))
