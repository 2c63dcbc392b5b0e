import { ApiError, badRequest } from './errors.ts'
import type { EmulatorRequest } from './request.ts'

/** The one microversion that /v2.1 is served at. */
const only = '2.1'

function askedVersion(request: EmulatorRequest): string | undefined {
  const legacy = request.header('x-openstack-nova-api-version')
  const entries = (request.header('openstack-api-version') ?? '').split(',').map((entry) => entry.trim().split(/\s+/))
  const entry = entries.find(([service]) => service?.toLowerCase() === 'compute')
  return entry === undefined ? legacy : (entry[1] ?? '')
}

/**
 * The headers to add to an answer below /v2.1. Below /v2, microversions do not exist and the headers are ignored.
 * @throws ApiError 406 for a version that is not served, 400 for what is no version.
 */
export function microversionHeaders(version: string, request: EmulatorRequest): Record<string, string> {
  if (version !== 'v2.1') return {}
  const asked = askedVersion(request)
  if (asked !== undefined && asked !== 'latest' && asked !== only) {
    if (!/^\d+\.\d+$/.test(asked)) throw badRequest(`API version '${asked.slice(0, 20)}' is not of the form 2.1`)
    throw new ApiError(406, `Version ${asked} is not supported: the only one is ${only}.`)
  }
  return {
    'openstack-api-version': `compute ${only}`,
    'x-openstack-nova-api-version': only,
    vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
  }
}
