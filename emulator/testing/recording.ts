import sshpk from 'sshpk'
import { groups, imaging, power, resizing } from './action-scenarios.ts'
import { creation } from './create-scenario.ts'
import { at, drive } from './driver.ts'
import { edges } from './edge-scenario.ts'
import { operatorStates } from './forced-status-scenario.ts'
import { access, attachments, catalog, changes, generation, keypairs, lists } from './general-scenarios.ts'
import type { RecordedScenario, Send } from './recorded-scenario.ts'

const scenarios: ReadonlyMap<string, RecordedScenario> = new Map(
  Object.entries({
    ...{ access, catalog, keypairs, lists, creation, changes },
    ...{ power, resizing, groups, imaging, attachments, generation },
    ...{ operatorStates, edges },
  }),
)

/** Removes the secrets, which differ between two runs. */
function redact(text: string): string {
  return text
    .replace(/"adminPass":"[^"]*"/g, '"adminPass":"…"')
    .replace(/"private_key":"[^"]*"/g, '"private_key":"…"')
    .replace(/ssh-rsa [^ ]+ Generated/g, 'ssh-rsa … Generated')
}

/** Whether the private key in a response belongs to the public key beside it; undefined without a private key. */
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
async function record(scenario: RecordedScenario): Promise<string[]> {
  const driver = drive()
  const lines: string[] = []
  const requestIds = new Set<string>()
  const send: Send = async (...request) => {
    const response = await driver.send(...request)
    const { headers, status, body } = response
    const requestId = headers.get('x-compute-request-id')
    const numbering = requestId === null ? 'none' : requestIds.has(requestId) ? 'repeated' : 'new'
    requestIds.add(requestId ?? '')
    const [method, path] = request
    const seen = [headers.get('content-type'), headers.get('location'), numbering, body, keysMatch(body)]
    const line = [method, path, status, ...seen]
    lines.push(redact(JSON.stringify(line)))
    return response
  }
  await scenario(send, driver)
  return lines
}

/** The responses of a new emulator, one line each, by scenario. */
export async function* recording(): AsyncGenerator<readonly [scenario: string, lines: readonly string[]]> {
  for (const [name, scenario] of scenarios) yield [name, await record(scenario)]
}
