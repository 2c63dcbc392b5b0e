import { groups, imaging, power, resizing } from './action-scenarios.ts'
import { creation } from './create-scenario.ts'
import { drive } from './driver.ts'
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

/** Runs a scenario with its own emulator; one line per response. */
async function record(scenario: RecordedScenario, faults: readonly string[]): Promise<string[]> {
  const driver = drive({ faults })
  const lines: string[] = []
  const requestIds = new Set<string>()
  const send: Send = async (...request) => {
    const response = await driver.send(...request)
    const { headers, status, body } = response
    const requestId = headers.get('x-compute-request-id')
    const numbering = requestId === null ? 'none' : requestIds.has(requestId) ? 'repeated' : 'new'
    requestIds.add(requestId ?? '')
    const [method, path] = request
    const line = [method, path, status, headers.get('content-type'), headers.get('location'), numbering, body]
    lines.push(redact(JSON.stringify(line)))
    return response
  }
  await scenario(send, driver)
  return lines
}

/** The scenario that most likely shows a fault, by the requirement that the fault breaks. */
const likelyScenarios: readonly (readonly [RegExp, string])[] = [
  [/^(access|conventions|errors)\./, 'access'],
  [/^(versions|flavors|zones\.(list|hosts|name|state|available))/, 'catalog'],
  [/^(servers\.create\.|zones\.)/, 'creation'],
  [/^servers\.(update|delete|unknown)/, 'changes'],
  [/^servers\.(start|stop|reboot|state)|^actions/, 'power'],
  [/^servers\.resize/, 'resizing'],
  [/^images/, 'imaging'],
  [/^groups/, 'groups'],
  [/^keypairs/, 'keypairs'],
  [/^attachments/, 'attachments'],
]

function likelyScenario(requirement: string): string {
  return likelyScenarios.find(([pattern]) => pattern.test(requirement))?.[1] ?? 'lists'
}

/**
 * The responses of an emulator with these faults, one line each, by scenario. Two recordings with the same faults are equal.
 * @param requirement selects the scenario that comes first, the one that most likely shows the fault
 */
export async function* recording(
  faults: readonly string[],
  requirement = '',
): AsyncGenerator<readonly [scenario: string, lines: readonly string[]]> {
  const likely = likelyScenario(requirement)
  const order = [...scenarios].sort(([left], [right]) => Number(right === likely) - Number(left === likely))
  for (const [name, scenario] of order) yield [name, await record(scenario, faults)]
}
