import { notFound } from '../../server/errors.ts'
import type { JsonObject } from '../../server/response.ts'
import { type Operation, readOperation } from '../operation.ts'

/** The extensions whose keys and paths the emulator has, by alias and name. */
const extensions: readonly (readonly [alias: string, name: string])[] = [
  ['OS-DCF', 'DiskConfig'],
  ['OS-EXT-AZ', 'ExtendedAvailabilityZone'],
  ['OS-EXT-IMG-SIZE', 'ImageSize'],
  ['OS-EXT-IPS', 'ExtendedIps'],
  ['OS-EXT-IPS-MAC', 'ExtendedIpsMac'],
  ['OS-EXT-STS', 'ExtendedStatus'],
  ['OS-FLV-DISABLED', 'FlavorDisabled'],
  ['OS-FLV-EXT-DATA', 'FlavorExtraData'],
  ['OS-SRV-USG', 'ServerUsage'],
  ['os-attach-interfaces', 'AttachInterfaces'],
  ['os-availability-zone', 'AvailabilityZone'],
  ['os-console-output', 'ConsoleOutput'],
  ['os-extended-volumes', 'ExtendedVolumes'],
  ['os-flavor-extra-specs', 'FlavorExtraSpecs'],
  ['os-floating-ip-pools', 'FloatingIpPools'],
  ['os-floating-ips', 'FloatingIps'],
  ['os-instance-actions', 'InstanceActions'],
  ['os-keypairs', 'Keypairs'],
  ['os-lock-server', 'LockServer'],
  ['os-networks', 'Networks'],
  ['os-pause-server', 'PauseServer'],
  ['os-quota-sets', 'Quotas'],
  ['os-rescue', 'Rescue'],
  ['os-security-groups', 'SecurityGroups'],
  ['os-server-groups', 'ServerGroups'],
  ['os-shelve', 'Shelve'],
  ['os-suspend-server', 'SuspendServer'],
  ['os-user-data', 'UserData'],
  ['os-volumes', 'Volumes'],
]

const represent = ([alias, name]: readonly [string, string]): JsonObject => ({
  alias,
  name,
  description: name,
  namespace: 'http://docs.openstack.org/compute/ext/fake_xml',
  links: [],
  updated: '2014-12-03T00:00:00Z',
})

export const extensionOperations: readonly Operation[] = [
  readOperation('extensions.list', '/extensions', () => ({ extensions: extensions.map(represent) }), {
    differs: 'Only the extensions that the emulator has are listed; Nova lists about seventy.',
  }),
  readOperation('extensions.show', '/extensions/:alias', ({ param }) => {
    const extension = extensions.find(([alias]) => alias === param('alias'))
    if (extension === undefined) throw notFound('The resource could not be found.')
    return { extension: represent(extension) }
  }),
]
