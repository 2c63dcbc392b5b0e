import { resolvePointer } from '#harness/core'
import { type Exchange, operationsUrl, type TargetSettings } from '#model'
import type { ShellVariables } from './shell-text.ts'
import type { Transcript } from './transcript.ts'

type Target = Pick<TargetSettings, 'computeUrl' | 'tenant' | 'tenantInPath' | 'services'>

const remove = (url: string): string => `curl -sS -o /dev/null -X DELETE ${url} -H "X-Auth-Token: $OS_TOKEN"`

/** Returns the name of the keypair that a request creates. */
function keypairIn({ operation, requestBody = '' }: Exchange): string | undefined {
  if (operation !== 'createKeypair') return undefined
  const name = resolvePointer(JSON.parse(requestBody), 'body/keypair/name')
  return typeof name === 'string' ? name : undefined
}

/**
 * Returns the lines of a script that delete what it has created: servers, volumes once they are free, images and
 * keypairs.
 */
export function cleanupLines({ entries }: Transcript, target: Target, variables: ShellVariables): readonly string[] {
  const requests = entries.filter((entry) => entry.kind === 'request')
  const bound = (prefix: string) =>
    requests.flatMap(({ binding }) => (binding?.variable.startsWith(prefix) === true ? [`$${binding.variable}`] : []))
  const keypairs = requests.flatMap(({ exchange }) => keypairIn(exchange) ?? [])
  return [
    ...bound('SERVER').flatMap((id) => [remove(`"$COMPUTE/servers/${id}"`), `until_is deleted server_status "${id}"`]),
    ...bound('VOLUME').flatMap((id) => [`until_is available volume_status "${id}"`, remove(`"$VOLUMES/${id}"`)]),
    ...(target.services.image === undefined ? [] : bound('IMAGE').map((id) => remove(`"$IMAGES/${id}"`))),
    ...keypairs.map((name) => remove(variables.quote(`${operationsUrl(target)}/os-keypairs/${name}`))),
  ]
}
