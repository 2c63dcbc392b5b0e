/** A server with two interfaces: by a given port, and with a given address. */
import { type ApiResponse, assumeDefined, childUrl } from '#harness'
import {
  type Fields,
  observeCreation,
  requestServer,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
} from './scenario.ts'

export interface TwoInterfaceServer {
  /** The given port's address, where the target took the port. */
  readonly portAddress?: string
  /** The address asked for, where the target took it. */
  readonly fixedAddress?: string
  /** The refusal that the port is to blame for. */
  readonly portRefusal?: ApiResponse
  /** The refusal that the fixed address is to blame for. */
  readonly fixedRefusal?: ApiResponse
  /** Missing when the target gives no server two interfaces on one network. */
  readonly sight?: ServerObservation
}

/** Somebody else may take a free address before it is asked for. */
const attempts = 3

export const twoInterfaceServer = sharedScenario(async (tools: ScenarioContext): Promise<TwoInterfaceServer> => {
  const { given, compute, build } = tools
  const { resources, capabilities } = compute.run.settings
  const plain = { uuid: assumeDefined(resources.network, 'No network is configured.') }
  const request = (networks: readonly Fields[]) => requestServer(tools, build.server('two-interfaces', { networks }))
  const seen = async (created: ApiResponse) => ({ sight: await observeCreation(tools, created) })
  await given.reserveCapacity()
  if (!capabilities.includes('networkService')) {
    const both = await request([plain, plain])
    return both.isSuccess ? seen(both) : {}
  }

  const port = await given.port()
  let fixedAddress = ''
  const requestFixed = async (other: Fields): Promise<ApiResponse> => {
    for (let attempt = 1; ; attempt++) {
      fixedAddress = await freeAddress(tools)
      const response = await request([other, { ...plain, fixed_ip: fixedAddress }])
      if (response.isSuccess || attempt === attempts) return response
    }
  }
  const both = await requestFixed({ port: port.id })
  if (both.isSuccess) return { portAddress: port.address, fixedAddress, ...(await seen(both)) }
  const portOnly = await request([{ port: port.id }, plain])
  if (portOnly.isSuccess) return { portAddress: port.address, fixedRefusal: both, ...(await seen(portOnly)) }
  const fixedOnly = await requestFixed(plain)
  if (fixedOnly.isSuccess) return { fixedAddress, portRefusal: portOnly, ...(await seen(fixedOnly)) }
  const neither = await request([plain, plain])
  return neither.isSuccess ? { portRefusal: portOnly, fixedRefusal: fixedOnly, ...(await seen(neither)) } : {}
})

/** How many addresses are freed: as many as others may well take before the server asks for its own, and one more. */
const freed = 4

/**
 * An address that nobody has: one that a port had until just now. Of several such the last, so that it is not the one that
 * a service which gives the lowest free address would choose by itself.
 */
async function freeAddress({ given, compute }: ScenarioContext): Promise<string> {
  const { services } = compute.run.settings
  let address = ''
  const ids: string[] = []
  while (ids.length < freed) {
    const port = await given.port()
    ids.push(port.id)
    address = port.address
  }
  for (const id of ids) await compute.request({ method: 'DELETE', url: childUrl(id, `${services.network}/v2.0/ports`) })
  return address
}
