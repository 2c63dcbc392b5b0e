import { resolvePointer } from '#harness/core'
import { type Exchange, operationsUrl, type TargetSettings } from '#model'
import type { ExploredViolation } from '../exploration.ts'
import { describeStep } from '../steps.ts'
import { cleanupLines } from './cleanup-lines.ts'
import { commentOf, ShellVariables } from './shell-text.ts'
import type { AwaitedState, TranscriptEntry } from './transcript.ts'

/** The properties of the target that a script uses. */
export type ScriptTarget = Pick<TargetSettings, 'runId' | 'computeUrl' | 'tenant' | 'tenantInPath' | 'services'>

const functions = `# until_is VALUE COMMAND…: repeats the command until it prints the value, for at most two minutes.
until_is() {
  wanted=$1; shift
  for _ in $(seq 240); do [ "$("$@")" = "$wanted" ] && return; sleep 0.5; done
  echo "$wanted was not reached"
}
# The status of a server; with a task in progress also the task.
server_status() {
  curl -sS "$COMPUTE/servers/$1" -H "X-Auth-Token: $OS_TOKEN" |
    jq -r '(.server // {status: "deleted"}) | .status + (if ."OS-EXT-STS:task_state" then " " + ."OS-EXT-STS:task_state" else "" end)'
}
# The id at the end of the header Location, of headers on standard input.
id_in_location() { tr -d '\\r' | sed -n 's|^[Ll]ocation:.*/images/\\([^/?]*\\).*|\\1|p'; }
volume_status() { curl -sS "$VOLUMES/$1" -H "X-Auth-Token: $OS_TOKEN" | jq -r .volume.status; }`

/** Returns the variables of the target and of everything that the steps create. */
function variablesOf({ transcript }: ExploredViolation, target: ScriptTarget): ShellVariables {
  const variables = new ShellVariables()
  variables.define(operationsUrl(target), 'COMPUTE')
  const { blockStorage, image } = target.services
  if (blockStorage !== undefined) variables.define(`${blockStorage}/volumes`, 'VOLUMES')
  if (image !== undefined) variables.define(`${image}/v2/images`, 'IMAGES')
  variables.define(`conformance-${target.runId}`, 'NAME')
  for (const entry of transcript.entries)
    if (entry.kind === 'request' && entry.binding) variables.define(entry.binding.value, entry.binding.variable)
  return variables
}

const curl = ({ method, url, requestBody }: Exchange, variables: ShellVariables, options = ''): string => {
  const body =
    requestBody === undefined ? '' : ` -H 'Content-Type: application/json' -d ${variables.quote(requestBody)}`
  return `curl -sS${options} -X ${method} ${variables.quote(url)} -H "X-Auth-Token: $OS_TOKEN"${body}`
}

function waitLine(state: AwaitedState, variables: ShellVariables): string {
  if ('volume' in state) return `until_is ${state.status} volume_status ${variables.quote(state.volume)}`
  if ('deletedServer' in state) return `until_is deleted server_status ${variables.quote(state.deletedServer)}`
  return `until_is ${state.status} server_status ${variables.quote(state.server)}`
}

function lineOf(entry: TranscriptEntry, number: () => number, variables: ShellVariables): string {
  if (entry.kind === 'step') return `\n# ${number()}. ${commentOf(entry.text)}`
  if (entry.kind === 'wait') return waitLine(entry.state, variables)
  const { exchange, binding } = entry
  if (binding === undefined) return curl(exchange, variables, " -o /dev/null -w '%{http_code}\\n'")
  const { variable, filter } = binding
  if (filter !== undefined) return `${variable}=$(${curl(exchange, variables)} | jq -r ${variables.quote(filter)})`
  return `${variable}=$(${curl(exchange, variables, ' -o /dev/null -D -')} | id_in_location)`
}

/** Returns the jq filter for the value that a finding is about; an element of a list is found by its id. */
function filterOf(at: string, body: string | undefined, variables: ShellVariables): string {
  const keys = at.split('/').slice(1)
  const filter = (parts: readonly string[]) =>
    parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `[${JSON.stringify(part)}]`)).join('')
  const [list = '', index = '', ...rest] = keys
  const id = /^\d+$/.test(index) ? idAt(body, `body/${list}/${index}/id`) : undefined
  const variable = id === undefined ? undefined : variables.nameOf(id)
  if (variable === undefined) return variables.quote(`.${filter(keys)}`)
  return `--arg id "$${variable}" ${variables.quote(`.${filter([list])}[] | select(.id == $id) | .${filter(rest)}`)}`
}

function idAt(body: string | undefined, pointer: string): string | undefined {
  try {
    const id = resolvePointer(JSON.parse(body ?? ''), pointer)
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}

/** Returns a text of a finding without references to exchanges, which a script does not have. */
const withoutReferences = (text: string): string => commentOf(text).replaceAll(/ \(exchange \d+\)/g, '')

/** Returns the request that shows the violation, and what it shows. */
function lastLines({ finding, evidence, transcript }: ExploredViolation, variables: ShellVariables): readonly string[] {
  const exchange = evidence.exchanges.find(({ index }) => index === finding.exchange)
  const last = transcript.entries.findLast((entry) => entry.kind === 'request')
  const about = ['', `# ${withoutReferences(finding.message)}`]
  const expected = `echo expected: ${variables.quote(withoutReferences(finding.expected))}`
  if (exchange === undefined) return [...about, expected]
  if (last?.kind === 'request' && last.exchange.index === exchange.index) return [...about, expected]
  if (!finding.at.startsWith('body/'))
    return [...about, curl(exchange, variables, " -o /dev/null -w '%{http_code}\\n'"), expected]
  return [...about, `${curl(exchange, variables)} | jq -c ${filterOf(finding.at, exchange.body, variables)}`, expected]
}

/** Renders a script for bash, curl and jq that repeats the steps of a violation. The token is `$OS_TOKEN`. */
export function renderScript(violation: ExploredViolation, target: ScriptTarget): string {
  const variables = variablesOf(violation, target)
  let count = 0
  const number = () => ++count
  const { services } = target
  return [
    '#!/usr/bin/env bash',
    `# Contradicts ${violation.requirement}. Needs curl and jq, and a token in OS_TOKEN.`,
    ...violation.steps.map((step, index) => `#   ${index + 1}. ${commentOf(describeStep(step))}`),
    `: "\${OS_TOKEN:?a token is needed}"`,
    `COMPUTE=\${COMPUTE:-${operationsUrl(target)}}`,
    ...(services.blockStorage === undefined ? [] : [`VOLUMES=\${VOLUMES:-${services.blockStorage}/volumes}`]),
    ...(services.image === undefined ? [] : [`IMAGES=\${IMAGES:-${services.image}/v2/images}`]),
    'NAME=conformance-script-$$',
    functions,
    ...violation.transcript.entries.map((entry) => lineOf(entry, number, variables)),
    ...lastLines(violation, variables),
    '',
    '# Delete what was created.',
    ...cleanupLines(violation.transcript, target, variables),
    '',
  ].join('\n')
}
