import type { NicPlan } from '../../transitions/create-servers.ts'
import { planServer } from '../../validation/server-plan.ts'
import { defineFault } from '../define-fault.ts'
import { asciiOnly, changed } from '../edits.ts'
import { mutateServer } from '../mutators.ts'
import { acceptServerIf } from '../servers/create/create-request-edits.ts'

const scriptOf = ({ user_data: script }: { readonly user_data?: unknown }): string =>
  typeof script === 'string' ? script : ''

/** Tells whether an interface is in a network that an earlier one of the request is in, both by the id of the network. */
const repeats = (nic: NicPlan, index: number, nics: readonly NicPlan[]): boolean =>
  'subnet' in nic &&
  nics.some((other, at) => at < index && 'subnet' in other && other.subnet.networkId === nic.subnet.networkId)

/** Faults in which a create request has another effect because of one form of its values. */
export const requestedServerFaults = [
  defineFault(
    'deep-created-name-in-ascii',
    'servers.create.name-shown',
    'A name in a create request is stored with question marks in place of non-ASCII characters.',
    planServer.override((original, cloud, user, request) =>
      original(cloud, user, { ...request, name: asciiOnly(request.name) }),
    ),
  ),
  defineFault(
    'deep-created-metadata-in-one-line',
    'servers.create.metadata',
    'Line breaks and tabs in a value of metadata in a create request become spaces.',
    planServer.override((original, cloud, user, request) => {
      const pairs = Object.entries(request.metadata).map(([key, value]) => [key, value.replace(/[\n\t]/g, ' ')])
      return original(cloud, user, { ...request, metadata: Object.fromEntries(pairs) })
    }),
  ),
  defineFault(
    'deep-key-name-folded',
    'servers.create.key-name',
    'A server shows the name of its key in lower case.',
    mutateServer(changed('key_name', (name) => (typeof name === 'string' ? name.toLowerCase() : name))),
  ),
  defineFault(
    'deep-user-data-by-length',
    'servers.create.user-data-base64',
    'User data of any characters are accepted if their length is one that base64 can have.',
    acceptServerIf((server) => {
      const { length } = scriptOf(server)
      return length > 0 && length <= 65_535 && length % 4 === 0
    }),
  ),
  defineFault(
    'deep-user-data-one-group-more',
    'servers.create.user-data-limit',
    'User data of 65536 characters are accepted, and not longer ones.',
    acceptServerIf((server) => scriptOf(server).length === 65_536),
  ),
  defineFault(
    'deep-repeated-network-ignored',
    'servers.create.nic-per-network',
    'A server gets one interface in a network that its request names twice.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      return { ...plan, nics: plan.nics.filter((nic, index) => !repeats(nic, index, plan.nics)) }
    }),
  ),
  defineFault(
    'deep-second-port-replaced',
    'servers.create.network-port',
    'Of several ports in a request, all but the first are replaced by new ones.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      const replaced = plan.nics.map((nic, index): NicPlan => {
        const subnet = index > 0 && 'port' in nic ? cloud.networking.subnets.get(nic.port.subnetId) : undefined
        return subnet === undefined ? nic : { subnet, address: undefined }
      })
      return { ...plan, nics: replaced }
    }),
  ),
]
