/** Every mistake in a command line or its files gives one line that says what is wrong and what was expected, and exit code 2. */
import { mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { main } from './main.ts'

const folder = mkdtempSync(join(tmpdir(), 'bad-input-'))
const at = (name: string): string => join(folder, name)
const config = (more: object) =>
  JSON.stringify({ target: { url: 'https://127.0.0.1:1', tenant: 't' }, auth: { token: 'a-token' }, ...more })

const files = {
  'typo.yaml': 'target:\n  url: http://127.0.0.1:1\n  tenat: x\n',
  'broken.yaml': 'target: [1,2\n',
  'empty.yaml': '',
  'text.yaml': 'just text',
  'line-break.json': config({ auth: { token: 'two\nlines' } }),
  'foreign.json': config({ auth: { token: 'tök€n' } }),
  'other.json': config({ other: { tenant: 'u', token: 'spaced out' } }),
  'user.json': config({ target: { url: 'http://ada:rosebud@127.0.0.1:1', tenant: 't' } }),
  'port.json': config({ target: { url: 'http://127.0.0.1:99999', tenant: 't' } }),
  'no-ca.json': config({ tls: { ca: 'absent.pem' } }),
  'bad-ca.json': config({ tls: { ca: 'bad.pem' } }),
  'torn-ca.json': config({ tls: { ca: 'torn.pem' } }),
  'bad-cert.json': config({ tls: { cert: 'bad.pem', key: 'bad.pem' } }),
  'lone-key.json': config({ tls: { key: 'bad.pem' } }),
  'bad.pem': 'not a certificate',
  'torn.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  'timeouts.json': '{"create":"5 parsecs"}',
  'none.yaml': '[]',
  'no-name.yaml': `target: { url: "http://127.0.0.1:1", tenant: "\${A B}" }`,
  'deep.json': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'nul.yaml': 'target: \0',
  'bytes.yaml': Buffer.from([0x61, 0xf0, 0x28]),
  'utf16.json': Buffer.from('\ufeff{"target":{"url":"ftp://h"}}', 'utf16le'),
  'mark.json': '\ufeff{"schemaVersion":99}',
  'broken.har': '{"log":{"version":"1.2","entries":[null,{"request":5}]}}',
  'clouds.yaml':
    'clouds: { text: x, url: { auth: { auth_url: k } }, face: { interface: open }, version: { identity_api_version: 7 } }',
  file: '',
}
for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text)
mkdirSync(at('folder'))
mkdirSync(at('journals/journal-ab12.jsonl'), { recursive: true })
writeFileSync(at('large.json'), '')
truncateSync(at('large.json'), 501 * 1024 * 1024)

let output = ''
beforeEach(() => {
  output = ''
  for (const name of Object.keys(process.env))
    if (/^OS_|^GITHUB_ACTIONS$|(INDEX|PHASE|_JOB|_STEP|_TOTAL)$/.test(name)) vi.stubEnv(name, undefined)
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    output += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = 0
})

const target = ['--target', 'http://127.0.0.1:1']

test.each<[string, RegExp]>([
  ['rnu', /unknown command 'rnu' \(Did you mean run\?\)/],
  ['run --embeded', /unknown option '--embeded' \(Did you mean --embedded\?\)/],
  ['run more --embedded', /too many arguments for 'run'/],
  ['run --watch --embedded', /--watch and --embedded cannot be combined/],
  ['run --watch --shard 1/2', /--watch and --shard cannot be combined/],
  ['run --watch --repeat 2', /--watch and --repeat cannot be combined/],
  ['run --watch', /--watch requires a target/],
  ['run --embedded --target http://127.0.0.1:1', /--embedded and --target cannot be combined/],
  ['run --embedded --token abcdefgh', /--embedded and --token cannot be combined/],
  ['run --token abcdefgh', /token is set, but no target is given/],
  ['explore --tenant t', /tenant is set, but no target is given/],
  ['monitor --token abcdefgh', /monitor requires a target/],
  ['run --config absent.yaml', /absent\.yaml: no such file/],
  ['run --config folder', /folder: cannot be read \(EISDIR\)/],
  ['run --config typo.yaml', /typo\.yaml:3:3 \/target\/tenat: unknown key \(did you mean "tenant"\?\)/],
  ['run --config broken.yaml', /broken\.yaml:2:1: not valid YAML or JSON/],
  ['run --config empty.yaml', /empty\.yaml: is empty; expected an object/],
  ['run --config text.yaml', /text\.yaml:1:1: is text; expected an object/],
  ['run --config line-break.json', /invalid token from line-break\.json: .*whitespace/],
  ['run --config foreign.json', /invalid token from foreign\.json: .*non-ASCII/],
  ['run --config other.json', /invalid token from \/other: .*whitespace/],
  ['run --config user.json', /a URL with a user name or password is not accepted/],
  ['run --config port.json', /"http:\/\/127\.0\.0\.1:99999" is not a URL/],
  ['run --config no-ca.json', /absent\.pem: no such file/],
  ['run --config bad-ca.json', /bad\.pem: contains no certificate; expected PEM/],
  ['run --config torn-ca.json', /torn\.pem: certificate 1 of 1 is unreadable/],
  ['run --config bad-cert.json', /bad\.pem: not a PEM certificate/],
  ['run --config lone-key.json', /\/tls: cert is missing; key requires it/],
  ['run --config no-name.yaml', /no-name\.yaml:1:46: expected the name of an environment variable in \$\{…\}/],
  ['run --config deep.json', /deep\.json:1:\d+: not valid YAML or JSON: it is nested too deeply/],
  ['run --config nul.yaml', /nul\.yaml: is not UTF-8 text; expected YAML or JSON/],
  ['run --config bytes.yaml', /bytes\.yaml: is not UTF-8 text; expected YAML or JSON/],
  ['run --config utf16.json', /utf16\.json:1:18 \/target\/url: expected a URL that begins with http/],
  ['compare mark.json mark.json', /mark\.json: report of schema version 99/],
  ['compare large.json mark.json', /large\.json: has 501 MB; expected at most 500 MB/],
  ['run --os-cloud text', /cloud "text" of .*clouds\.yaml: expected an object with auth/],
  ['run --os-cloud face', /cloud "face" of .*: the interface is "open"; expected public, internal, admin/],
  ['run --os-cloud version', /cloud "version" of .*: the version of the identity API is "7"; expected 2 or 3/],
  ['proxy --os-cloud url', /authUrl of cloud "url" of .*: "k" does not begin with http/],
  ['proxy', /no target given/],
  ['proxy --target h:1', /the target's URL: "h:1" does not begin with http/],
  ['proxy --target http://127.0.0.1:1 --har absent/x.har', /--har absent\/x\.har: cannot be written \(ENOENT\)/],
  ['proxy --target http://127.0.0.1:1 --host 192.0.2.1', /--host 192\.0\.2\.1 --port 8775: cannot listen \(/],
  ['check absent.har', /absent\.har: no such file/],
  ['check folder', /folder: cannot be read \(EISDIR\)/],
  ['check empty.yaml', /empty\.yaml: not valid JSON/],
  ['run --os-cloud absent', /no clouds\.yaml found for the cloud "absent"|unknown cloud "absent"/],
  ['run --embedded --only keypair.lst', /--only keypair\.lst matches no requirement/],
  ['run --embedded --only * --skip *', /--only and --skip: no requirement of profile toast is left to test/],
  ['run --embedded --failed absent.json', /absent\.json: no such file/],
  ['run --embedded --failed typo.yaml', /typo\.yaml: not JSON; expected a report\.json/],
  ['run --embedded --timeout-scale 1e9', /--timeout-scale is 1000000000; expected at most 100/],
  ['run --config port.json --proxy socks5://p:1', /--proxy: only HTTP proxies are supported, not socks5/],
  ['run --embedded --profile novva', /unknown profile "novva" \(did you mean "nova"\?\)/],
  ['run --embedded --shard 4/3', /'4\/3' is invalid\. expected I\/N with I from 1 to N/],
  ['run --embedded --max-servers 0', /'0' is invalid\. expected a whole number from 1 up/],
  ['run --embedded --max-servers 1e99', /'1e99' is invalid\. expected a whole number from 1 up/],
  ['run --embedded --timeout-scale Infinity', /expected a number above 0/],
  ['run --embedded --timeouts timeouts.json', /timeouts\.json:1:11 \/create: .*expected a duration such as 500ms/],
  ['explore --embedded --for soon', /'soon' is invalid\. expected a duration such as 90s or 2m/],
  ['explore --embedded --token abcdefgh', /--embedded and --token cannot be combined/],
  ['explore --embedded --replay absent.json', /absent\.json: no such file/],
  ['explore --embedded --replay timeouts.json', /timeouts\.json: contains no sequence of steps/],
  ['run --embedded --report pdf', /expected FORMAT or FORMAT=PATH; formats are console, json, html, junit, markdown/],
  ['run --embedded --report json=', /'json=' is invalid\. expected FORMAT or FORMAT=PATH/],
  ['run --embedded --out file', /--out file: not a directory and cannot be created \(EEXIST\)/],
  ['run --embedded --out /proc/none/such', /--out \/proc\/none\/such: not a directory and cannot be created/],
  ['run --embedded --report json=/proc/none.json', /--report: \/proc\/none\.json cannot be written \(ENOENT\)/],
  ['run --embedded --report json=file/x.json', /--report: .*file\/x\.json cannot be written \(EEXIST\)/],
  ['run --embedded --report html=folder', /--report: .*folder cannot be written \(EISDIR\)/],
  ['run --embedded --report json=a --report html=a', /--report: two reports have the same file, .*\/a$/],
  ['run --embedded --waivers none.yaml --report html=none.yaml', /none\.yaml: would be overwritten by the new report/],
  ['run --config port.json --report json=port.json', /port\.json: would be overwritten by the new report/],
  ['run --embedded --baseline typo.yaml', /typo\.yaml: not JSON; expected a report\.json/],
  ['run --embedded --waivers broken.yaml', /broken\.yaml:2:1: not valid YAML or JSON/],
  ['run --embedded --plan --waivers broken.yaml', /broken\.yaml:2:1: not valid YAML or JSON/],
  ['cleanup --run ../x', /'\.\.\/x' is invalid\. expected the id of a run/],
  [`cleanup --out ${at('journals')} --config port.json`, /no journal of a run in .*journals/],
  ['cleanup --run abc123', /no target given: use --target, --config or --os-cloud/],
  ['merge', /missing required argument/],
  ['matrix', /missing required argument/],
  ['matrix ours=absent.json', /absent\.json: no such file/],
  ['matrix ours=a.json ours=b.json', /two reports are named "ours"/],
  ['help expalin', /unknown command 'expalin'/],
  ['history', /missing required argument/],
  ['history absent.db', /absent\.db: no such file/],
  ['history folder', /folder: is a folder/],
  ['history file', /file: is empty, but not a history of runs/],
  ['history broken.yaml --last 0', /'0' is invalid\. expected a whole number from 1 up/],
  ['history bad.pem', /bad\.pem: is not an SQLite database/],
  ['run --embedded --history folder', /folder: cannot be written \(EISDIR\)/],
  ['run --embedded --history bad.pem', /bad\.pem: is not an SQLite database/],
  ['run --embedded --history file/runs.db', /--history file: not a directory and cannot be created \(EEXIST\)/],
  ['run --embedded --history a/report.json --report json=a/report.json', /report\.json: would be overwritten/],
  ['run --embedded --shard 1/2 --history runs.db', /--history keeps whole runs, and --shard runs a part/],
  ['token', /no target URL and no identity service to sign in to/],
  ['list server.lst.*', /list server\.lst\.\* matches no requirement \(did you mean/],
  ['list --operation listServer', /--operation listServer: no such operation \(did you mean "listServers"\?\)/],
  ['list --level often', /Allowed choices are must, should, may, off/],
  ['run --embedded --only listServer', /--only listServer matches no requirement \(did you mean "listServers"\?\)/],
  ['run --embedded --shard auto', /no CI system has set which part this is; expected CI_NODE_INDEX and/],
  ['emulate --fault flavor-list-empty', /unknown fault \(did you mean "flavors-list-empty"\?\)/],
  ['mutation-test --fault flavor-list-empty', /matches no fault \(did you mean "flavors-list-empty"\?\)/],
  ['compare a.json', /expected two or more/],
  [
    'mutation-test --fault flavors-list-empty --out file',
    /--out file: not a directory and cannot be created \(EEXIST\)/,
  ],
  ['mutation-test --docs file/t.md', /--docs file: not a directory and cannot be created \(EEXIST\)/],
  ['list --format xml', /Allowed choices are table, json, markdown/],
  ['emulate --list-faults --list-interpretations', /'--list-interpretations' cannot be used with/],
  ['emulate --port 70000', /expected a port from 0 to 65535/],
  ['emulate --timing absent.json', /--timing absent\.json: expected instant, realistic or a JSON file/],
  [`emulate --timing ${at('timeouts.json')}`, /--timing .*timeouts\.json: timing\.create must be milliseconds/],
  ['emulate --ready-file absent/ready.json', /--ready-file absent\/ready\.json: cannot be written \(ENOENT/],
])('%s', async (line, expected) => {
  await main(['node', 'compute-conformance', ...line.split(' ')])
  expectOneLine(expected)
})

test('a temporary folder that cannot be written is named', async () => {
  vi.stubEnv('TMPDIR', '/proc/none')
  await main(['node', 'compute-conformance', 'run', '--embedded'])
  expectOneLine(/the temporary folder \/proc\/none: cannot be written \(ENOENT\)/)
})

test('recordings without a usable exchange are inconclusive', async () => {
  await main(['node', 'compute-conformance', 'check', 'broken.har'])
  expect(output).toMatch(/no entry of the recordings is a usable exchange/)
  expect(process.exitCode).toBe(3)
})

test('without a command, the commands and one line about the error are printed', async () => {
  await main(['node', 'compute-conformance'])
  expect(output).toMatch(/^compute-conformance: missing or unknown command; see the list above\n$/m)
  expect(process.exitCode).toBe(2)
})

test.each<[string, readonly string[], RegExp]>([
  ['an empty target', ['--target', ''], /'--target <url>' argument '' is invalid\. it is empty/],
  [
    'an empty baseline',
    ['--embedded', '--baseline', ''],
    /'--baseline <report.json>' argument '' is invalid\. it is empty/,
  ],
  ['empty waivers', ['--embedded', '--waivers', ''], /'--waivers <file>' argument '' is invalid\. it is empty/],
  [
    'an empty pattern',
    ['--embedded', '--only', 'flavors.*', ''],
    /'--only <pattern...>' argument '' is invalid\. it is empty/,
  ],
  ['an empty token', [...target, '--token', ''], /'--token <token>' argument '' is invalid\. it is empty/],
  ['an empty tenant', [...target, '--tenant', '', '--token', 'abcdefgh'], /'--tenant <id>' argument '' is invalid/],
  ['a token and no tenant', [...target, '--token', 'abcdefgh'], /no tenant given, and the token does not contain one/],
  ['a token with a line break', [...target, '--tenant', 't', '--token', 'a\nb'], /invalid token from the command line/],
])('run with %s', async (_, args, expected) => {
  await main(['node', 'compute-conformance', 'run', ...args])
  expectOneLine(expected)
})

test.each([
  ['cleanup', '--out'],
  ['mutation-test', '--out'],
  ['mutation-test', '--docs'],
  ['emulate', '--host'],
  ['emulate', '--state'],
  ['emulate', '--ready-file'],
])('%s rejects an empty %s, which usually is a variable that is not set', async (command, option) => {
  await main(['node', 'compute-conformance', command, option, ''])
  expectOneLine(/argument '' is invalid\. it is empty/)
})

/** Expects one line about the error, at most one hint, and no stack trace. */
function expectOneLine(expected: RegExp): void {
  const lines = output.trimEnd().split('\n')
  expect(lines[0]).toMatch(expected)
  expect(lines.length).toBeLessThanOrEqual(2)
  expect(lines.filter((line) => !line.startsWith('compute-conformance: '))).toEqual([])
  expect(output).not.toMatch(/\bat .*:\d+:\d+|rosebud|internal error/)
  expect(process.exitCode).toBe(2)
}
