import sshpk from 'sshpk'
import { groups, imaging, power, resizing } from './action-scenarios.ts'
import { creation } from './create-scenario.ts'
import { at, drive } from './driver.ts'
import { edges } from './edge-scenario.ts'
import { operatorStates } from './forced-status-scenario.ts'
import { access, attachments, catalog, changes, generation, keypairs, lists } from './general-scenarios.ts'
import { flavorDetails, metadata, shelving, volumeRoots } from './later-edition-scenarios.ts'
import type { RecordedScenario, Send } from './recorded-scenario.ts'

const laterEdition = { flavorDetails, metadata, shelving, volumeRoots }

const scenarios: ReadonlyMap<string, RecordedScenario> = new Map(
  Object.entries({
    ...{ access, catalog, keypairs, lists, creation, changes },
    ...{ power, resizing, groups, imaging, attachments, generation },
    ...{ operatorStates, edges, ...laterEdition },
  }),
)

/** Removes the secrets, which differ between two runs. */
function redact(text: string): string {
  return text
    .replace(/"adminPass":"[^"]*"/g, '"adminPass":"…"')
    .replace(/"private_key":"[^"]*"/g, '"private_key":"…"')
    .replace(/ssh-rsa [^ ]+ Generated/g, 'ssh-rsa … Generated')
}

/** Tells whether the private key in a response belongs to its public key; undefined without a private key. */
function keysMatch(body: unknown): boolean | undefined {
  const [privateKey, publicKey] = [at(body, 'keypair.private_key'), at(body, 'keypair.public_key')]
  if (typeof privateKey !== 'string' || typeof publicKey !== 'string') return undefined
  try {
    const derived = sshpk.parsePrivateKey(privateKey, 'pem').toPublic().fingerprint('sha256')
    return derived.matches(sshpk.parseKey(publicKey, 'ssh'))
  } catch {
    return false
  }
}

/** Runs a scenario with its own emulator; one line per response. */
async function record(name: string, scenario: RecordedScenario, faults: readonly string[]): Promise<string[]> {
  const driver = drive({ faults, edition: name in laterEdition ? '2026-05' : '2020-03' })
  const lines: string[] = []
  const requestIds = new Set<string | null>()
  const send: Send = async (...request) => {
    const response = await driver.send(...request)
    const { headers, status, body } = response
    const requestId = headers.get('x-compute-request-id')
    const numbering = requestIds.has(requestId) ? 'repeated' : 'new'
    if (requestId !== null) requestIds.add(requestId)
    const [method, path] = request
    const seen = [
      headers.get('content-type'),
      headers.get('location'),
      requestId === null ? 'none' : numbering,
      body,
      keysMatch(body),
    ]
    const line = [method, path, status, ...seen]
    lines.push(redact(JSON.stringify(line)))
    return response
  }
  await scenario(send, driver)
  return lines
}

/** The scenario that most likely shows a fault, by the requirement that the fault breaks. */
const likelyScenarios: readonly (readonly [RegExp, string])[] = [
  [/^flavors\.detail/, 'flavorDetails'],
  [/^metadata/, 'metadata'],
  [/^servers\.(shelve|unshelve)/, 'shelving'],
  [
    /^servers\.create\.(.*-required|blank-root|count-max|volume-|source-|snapshot-|root-bootable|image-opt|port-keeps)|page-size|since-form/,
    'volumeRoots',
  ],
  [/^(access|conventions|errors)\./, 'access'],
  [/^(versions|flavors|zones\.(list|hosts|name|state|available))/, 'catalog'],
  [/^(servers\.create\.|zones\.)/, 'creation'],
  [/^servers\.(update|delete|unknown)/, 'changes'],
  [/^servers\.(start|stop|reboot|state)|^actions/, 'power'],
  [/^servers\.resize/, 'resizing'],
  [/^images/, 'imaging'],
  [/^groups/, 'groups'],
  [/^keypairs\.create\.private-key/, 'generation'],
  [/^keypairs/, 'keypairs'],
  [/^attachments/, 'attachments'],
]

function likelyScenario(requirement: string): string {
  return likelyScenarios.find(([pattern]) => pattern.test(requirement))?.[1] ?? 'lists'
}

/**
 * Returns the responses of an emulator with these faults, one line each, by scenario, for golden-file (snapshot) tests. Two recordings with
 * the same faults are equal.
 * @param requirement selects the scenario that comes first, the one that most likely shows the fault
 */
export async function* recording(
  faults: readonly string[],
  requirement = '',
): AsyncGenerator<readonly [scenario: string, lines: readonly string[]]> {
  const likely = likelyScenario(requirement)
  const order = [...scenarios].sort(([left], [right]) => Number(right === likely) - Number(left === likely))
  for (const [name, scenario] of order) yield [name, await record(name, scenario, faults)]
}
