import { groups, imaging, power, resizing } from './action-scenarios.ts'
import { creation } from './create-scenario.ts'
import { drive } from './driver.ts'
import { edges } from './edge-scenario.ts'
import { operatorStates } from './forced-status-scenario.ts'
import { access, attachments, catalog, changes, generation, keypairs, lists } from './general-scenarios.ts'
import type { RecordedScenario, Send } from './recorded-scenario.ts'

const chapters: ReadonlyMap<string, RecordedScenario> = new Map(
  Object.entries({
    ...{ access, catalog, keypairs, lists, creation, changes },
    ...{ power, resizing, groups, imaging, attachments, generation },
    ...{ operatorStates, edges },
  }),
)

/** What differs between two runs by design. */
function redact(text: string): string {
  return text
    .replace(/"adminPass":"[^"]*"/g, '"adminPass":"…"')
    .replace(/"private_key":"[^"]*"/g, '"private_key":"…"')
    .replace(/ssh-rsa [^ ]+ Generated/g, 'ssh-rsa … Generated')
}

/** The redacted answers of one chapter, told to an emulator of its own. */
async function record(chapter: RecordedScenario, faults: readonly string[]): Promise<string[]> {
  const driver = drive({ faults })
  const lines: string[] = []
  const requestIds = new Set<string>()
  const send: Send = async (...request) => {
    const answer = await driver.send(...request)
    const requestId = answer.headers.get('x-compute-request-id')
    const numbering = requestId === null ? 'none' : requestIds.has(requestId) ? 'repeated' : 'new'
    requestIds.add(requestId ?? '')
    const { headers, status, body } = answer
    const told = [...request.slice(0, 2), status, headers.get('content-type'), headers.get('location'), numbering, body]
    lines.push(redact(JSON.stringify(told)))
    return answer
  }
  await chapter(send, driver)
  return lines
}

/** Which chapter is likely to show a fault that breaks a requirement. */
const likelyChapters: readonly (readonly [RegExp, string])[] = [
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

function likelyChapter(requirement: string): string {
  return likelyChapters.find(([pattern]) => pattern.test(requirement))?.[1] ?? 'lists'
}

/**
 * What a client is told by an emulator with these faults, one line for each answer, by chapter. Two runs with the same
 * faults tell the same, but for generated keys.
 * @param requirement begins with the chapter that is likely to show it.
 */
export async function* recording(
  faults: readonly string[],
  requirement = '',
): AsyncGenerator<readonly [chapter: string, answers: readonly string[]]> {
  const likely = likelyChapter(requirement)
  const order = [...chapters].sort(([left], [right]) => Number(right === likely) - Number(left === likely))
  for (const [name, chapter] of order) yield [name, await record(chapter, faults)]
}
