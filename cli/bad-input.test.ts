/** What a stranger may type: every mistake is one line that says what was wrong, where, and what was expected, and exit code 2. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
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
  file: '',
}
for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text)
mkdirSync(at('folder'))

let told = ''
beforeEach(() => {
  told = ''
  for (const name of Object.keys(process.env)) if (name.startsWith('OS_')) vi.stubEnv(name, undefined)
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text)
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
  ['run --embedded --target http://127.0.0.1:1', /--embedded and --target exclude each other/],
  ['run --embedded --token abcdefgh', /--embedded and --token exclude each other/],
  ['run --config absent.yaml', /absent\.yaml: there is no such file/],
  ['run --config folder', /folder: cannot be read \(EISDIR\)/],
  ['run --config typo.yaml', /typo\.yaml:3:3 \/target\/tenat: unknown key \(did you mean "tenant"\?\)/],
  ['run --config broken.yaml', /broken\.yaml:2:1: not valid YAML or JSON/],
  ['run --config empty.yaml', /empty\.yaml: is empty; expected an object/],
  ['run --config text.yaml', /text\.yaml:1:1: is text; expected an object/],
  ['run --config line-break.json', /the token of line-break\.json is none: .*line break/],
  ['run --config foreign.json', /the token of foreign\.json is none: .*beyond ASCII/],
  ['run --config other.json', /the token of \/other is none: .*a space/],
  ['run --config user.json', /a URL with a user name or password is not accepted/],
  ['run --config port.json', /"http:\/\/127\.0\.0\.1:99999" is not a URL/],
  ['run --config no-ca.json', /absent\.pem: there is no such file/],
  ['run --config bad-ca.json', /bad\.pem: holds no certificate; expected PEM/],
  ['run --config torn-ca.json', /torn\.pem: certificate 1 of 1 in it cannot be read/],
  ['run --config bad-cert.json', /bad\.pem: is no certificate in PEM/],
  ['run --config lone-key.json', /\/tls: has no cert; key needs it/],
  ['run --os-cloud absent', /there is no clouds\.yaml to find the cloud "absent" in|there is no cloud "absent"/],
  ['run --embedded --only keypair.lst', /--only keypair\.lst matches no requirement/],
  ['run --embedded --profile novva', /there is no profile "novva" \(did you mean "nova"\?\)/],
  ['run --embedded --shard 4/3', /'4\/3' is invalid\. expected I\/N with I from 1 to N/],
  ['run --embedded --max-servers 0', /'0' is invalid\. expected a whole number from 1 up/],
  ['run --embedded --timeout-scale Infinity', /expected a number above 0/],
  ['run --embedded --timeouts timeouts.json', /timeouts\.json:1:11 \/create: .*expected a duration such as 500ms/],
  ['run --embedded --report pdf', /expected console, json, html, junit or markdown/],
  ['run --embedded --report json=', /'json=' is invalid\. expected console, json/],
  ['run --embedded --out file', /--out file: is no folder and cannot become one \(EEXIST\)/],
  ['run --embedded --out /proc/none/such', /--out \/proc\/none\/such: is no folder and cannot become one/],
  ['run --embedded --report json=/proc/none.json', /--report: \/proc\/none\.json cannot be written \(ENOENT\)/],
  ['run --embedded --report json=file/x.json', /--report: .*file\/x\.json cannot be written \(EEXIST\)/],
  ['run --embedded --report html=folder', /--report: .*folder cannot be written \(EISDIR\)/],
  ['run --embedded --report json=a --report html=a', /--report: two reports have the same file, .*\/a$/],
  ['run --embedded --waivers none.yaml --report html=none.yaml', /none\.yaml: would be overwritten by the new report/],
  ['run --config port.json --report json=port.json', /port\.json: would be overwritten by the new report/],
  ['run --embedded --baseline typo.yaml', /typo\.yaml: is not JSON; expected a report\.json/],
  ['run --embedded --waivers broken.yaml', /broken\.yaml:2:1: not valid YAML or JSON/],
  ['cleanup --run ../x', /'\.\.\/x' is invalid\. expected the id of a run/],
  ['cleanup --run abc123', /which target\? Give --target, --config or --os-cloud/],
  ['merge', /missing required argument/],
  ['compare a.json', /expected two or more/],
  ['mutation-test --fault flavors-list-empty --out file', /--out file: is no folder and cannot become one \(EEXIST\)/],
  ['mutation-test --docs file/t.md', /--docs file: is no folder and cannot become one \(EEXIST\)/],
  ['list --format xml', /Allowed choices are table, json, markdown/],
  ['emulate --port 70000', /expected a port from 0 to 65535/],
  ['emulate --timing absent.json', /--timing absent\.json: expected instant, realistic or a JSON file/],
  [`emulate --timing ${at('timeouts.json')}`, /--timing .*timeouts\.json: timing\.create must be milliseconds/],
  ['emulate --ready-file absent/ready.json', /--ready-file absent\/ready\.json: cannot be written \(ENOENT/],
])('%s', async (line, expected) => {
  await main(['node', 'compute-conformance', ...line.split(' ')])
  expectOneLine(expected)
})

test.each([[[]], [['help', 'nonsense']]])(
  '%j shows the commands and says in one line that it is none',
  async (args) => {
    await main(['node', 'compute-conformance', ...args])
    expect(told).toMatch(/^compute-conformance: no command, or none that there is; expected one of those above\n$/m)
    expect(process.exitCode).toBe(2)
  },
)

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
  ['a token and no tenant', [...target, '--token', 'abcdefgh'], /which tenant\? The token does not say it/],
  [
    'a token with a line break',
    [...target, '--tenant', 't', '--token', 'a\nb'],
    /the token of the command line is none/,
  ],
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
])('%s %s that is empty is a variable that is not set, and refused', async (command, option) => {
  await main(['node', 'compute-conformance', command, option, ''])
  expectOneLine(/argument '' is invalid\. it is empty/)
})

/** One line of complaint, perhaps one of advice, and never a stack. */
function expectOneLine(expected: RegExp): void {
  const lines = told.trimEnd().split('\n')
  expect(lines[0]).toMatch(expected)
  expect(lines.length).toBeLessThanOrEqual(2)
  expect(lines.filter((one) => !one.startsWith('compute-conformance: '))).toEqual([])
  expect(told).not.toMatch(/\bat .*:\d+:\d+|rosebud|error of ours/)
  expect(process.exitCode).toBe(2)
}
