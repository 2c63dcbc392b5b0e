import { type ApiError, gone, notServed } from '../../server/errors.ts'
import type { Method, Operation } from '../operation.ts'

function refused(method: Method, path: string, name: string, refusal: () => ApiError): Operation {
  return {
    name,
    method,
    path,
    handle: () => {
      throw refusal()
    },
  }
}

/** What earlier releases served. */
const removed = (method: Method, path: string, name: string): Operation => refused(method, path, name, gone)

/** What only later microversions serve. Nova says so in its envelope; of a path that it never knew, by a page. */
const later = (method: Method, path: string, name: string): Operation => refused(method, path, name, notServed)

/** What Nova 26 knows of, and does not serve at its first microversion. */
export const removedOperations: readonly Operation[] = [
  removed('GET', '/servers/:server/os-virtual-interfaces', 'servers.virtual-interfaces'),
  removed('GET', '/os-cells', 'cells.list'),
  removed('POST', '/os-cells', 'cells.create'),
  removed('GET', '/os-agents', 'agents.list'),
  removed('POST', '/os-agents', 'agents.create'),
  removed('POST', '/os-certificates', 'certificates.create'),
  removed('GET', '/os-fping', 'fping.list'),
  removed('GET', '/os-cloudpipe', 'cloudpipe.list'),
  removed('POST', '/os-cloudpipe', 'cloudpipe.create'),
  removed('POST', '/os-networks', 'proxies.networks.create'),
  removed('POST', '/os-tenant-networks', 'proxies.tenant-networks.create'),
  later('GET', '/servers/:server/tags', 'servers.tags'),
  later('PUT', '/servers/:server/tags', 'servers.tags.update'),
  later('DELETE', '/servers/:server/tags', 'servers.tags.delete'),
  later('GET', '/servers/:server/migrations', 'servers.migrations'),
  later('GET', '/servers/:server/topology', 'servers.topology'),
  later('PUT', '/flavors/:flavor', 'flavors.update'),
]
