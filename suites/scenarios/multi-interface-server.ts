/** A server with several interfaces: on existing ports, and with a fixed address. In a later edition it is deleted while shelved. */
import { type ApiResponse, assumeDefined, childUrl, isRejected } from '#harness'
import { orNone } from '../support/or-none.ts'
import { compareInterfaces } from '../support/servers/requested-interfaces.ts'
import { shelveServer } from '../support/servers/server-shelving.ts'
import { showRenamed } from '../support/servers/server-state.ts'
import { type PortGroups, recordRequestedPortGroups, showPort } from './port-groups.ts'
import {
  type DeletionObservation,
  deleteAndObserve,
  type JsonFields,
  observeCreation,
  requestServer,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
} from './scenario.ts'

interface MultiInterfaceServer {
  /** The address of the port, if the target accepted the port. */
  readonly portAddress?: string
  /** The requested address, if the target accepted it. */
  readonly fixedAddress?: string
  /** The rejection of a request that was accepted without the port. */
  readonly portRejection?: ApiResponse
  /** The rejection of a request that was accepted without the fixed address. */
  readonly fixedIpRejection?: ApiResponse
  /** Undefined when the target rejects two interfaces on one network. */
  readonly observation?: ServerObservation
  /** The port before the server was requested with it and a security group, and when the server was ACTIVE. */
  readonly port?: { readonly before: ApiResponse; readonly after: ApiResponse }
  /** The ports after another group was added, and after it was removed; undefined where that had no effect. */
  readonly portGroups?: PortGroups | undefined
  /** The deletion of the offloaded server; undefined in the first edition, and when the server was not offloaded. */
  readonly shelvedDeletion?: DeletionObservation
  /** The response to an unshelve of the offloaded server by another tenant. */
  readonly foreignUnshelve?: ApiResponse | undefined
}

/** A port that exists before the server; `before` shows it where it is compared. */
interface GivenPort {
  readonly id: string
  readonly address: string
  readonly before?: ApiResponse | undefined
}

/** The maximum number of free addresses to try: another client may take one before the server gets it. */
const maxAttempts = 3

/** Creates and observes the server, from its two interfaces to its deletion. */
export const multiInterfaceServer = sharedScenario(async (ctx: ScenarioContext): Promise<MultiInterfaceServer> => {
  const { given, compute, build } = ctx
  const { resources, capabilities, other, edition } = compute.run.settings
  const { securityGroup } = resources
  const groups = securityGroup === undefined ? {} : { security_groups: [{ name: securityGroup }] }
  const plain = { uuid: assumeDefined(resources.network, 'No network is configured.') }
  const request = (networks: readonly JsonFields[]) =>
    requestServer(ctx, build.server('two-interfaces', { networks, ...groups }))
  const observe = async (created: ApiResponse, count: number, ...ports: readonly GivenPort[]) => {
    const observation = await observeCreation(ctx, created)
    const { id, isActive, shown } = observation
    const [givenPort] = ports
    const portAddresses = ports.map(({ address }) => address)
    if (isActive) await compareInterfaces(compute, id, shown, { count, portAddresses })
    const before = isActive && givenPort?.before?.isSuccess === true ? givenPort.before : undefined
    const after = before && givenPort && (await orNone(showPort(compute, givenPort.id)))
    const hasPorts = isActive && capabilities.includes('networkService')
    const portGroups = hasPorts ? await recordRequestedPortGroups(compute, id) : undefined
    const record = { observation, portGroups, ...(before && after && { port: { before, after } }) }
    const isShelved = edition !== '2020-03' && isActive && (await shelveAndRename(ctx, observation))
    if (!isShelved) return record
    const unshelve = { path: { serverId: id }, body: { unshelve: null } }
    const foreignUnshelve = other && (await orNone(compute.call('actOnServer', { ...unshelve, ...other })))
    return { ...record, foreignUnshelve, shelvedDeletion: await deleteAndObserve(ctx, id) }
  }
  await given.reserveCapacity(1, { priority: 2 })
  if (!capabilities.includes('networkService')) {
    const both = await request([plain, plain])
    return both.isSuccess ? observe(both, 2) : {}
  }

  const [created, second] = [await given.port(), await given.port()]
  // Only a later edition says what becomes of the groups of the port.
  const isShown = edition !== '2020-03' && securityGroup !== undefined
  const port = { ...created, before: isShown ? await orNone(showPort(compute, created.id)) : undefined }
  let fixedAddress = ''
  const requestFixedAddress = async (...others: readonly JsonFields[]): Promise<ApiResponse> => {
    for (let attempt = 1; ; attempt++) {
      fixedAddress = await findFreeAddress(ctx)
      const isDecided = (response: ApiResponse) => !isAddressTaken(response)
      const requestFree = (fixed: JsonFields) =>
        compute.poll(() => request([...others, fixed]), isDecided, 'propagation', 'a freed address')
      const { value: response } = await requestFree({ ...plain, fixed_ip: fixedAddress })
      if (response.isSuccess) return response
      // By the document an entry has only one of these members; Nova requires the network next to the address.
      const alone = isAddressTaken(response) ? undefined : (await requestFree({ fixed_ip: fixedAddress })).value
      if (alone?.isSuccess) return alone
      if (attempt === maxAttempts) return response
    }
  }
  // A target may allow fewer interfaces.
  const all = await requestFixedAddress({ port: port.id }, { port: second.id })
  if (all.isSuccess) return { portAddress: port.address, fixedAddress, ...(await observe(all, 3, port, second)) }
  const both = await requestFixedAddress({ port: port.id })
  if (both.isSuccess) return { portAddress: port.address, fixedAddress, ...(await observe(both, 2, port)) }
  const portOnly = await request([{ port: port.id }, plain])
  if (portOnly.isSuccess)
    return { portAddress: port.address, fixedIpRejection: both, ...(await observe(portOnly, 2, port)) }
  const fixedOnly = await requestFixedAddress(plain)
  if (fixedOnly.isSuccess) return { fixedAddress, portRejection: portOnly, ...(await observe(fixedOnly, 2)) }
  const neither = await request([plain, plain])
  return neither.isSuccess
    ? { portRejection: portOnly, fixedIpRejection: fixedOnly, ...(await observe(neither, 2)) }
    : {}
})

/** Shelves a server and renames it while it has no host. Returns whether it was offloaded. */
async function shelveAndRename({ compute }: ScenarioContext, { id, shown }: ServerObservation): Promise<boolean> {
  const isShelved = (await orNone(shelveServer(compute, id))) === true
  // The oracle reports a name that does not change.
  if (isShelved) await orNone(showRenamed(compute, id, `${shown.string('body/server/name')}-shelved`))
  return isShelved
}

/** Tells whether a request was rejected because its address is in use, as it may be for a while after its port was deleted. */
const isAddressTaken = (response: ApiResponse): boolean =>
  isRejected(response) === undefined && /in use|taken|allocated|not available/i.test(response.text)

/** The number of ports that are created and deleted to find a free address: other clients may take the lower ones. */
const freedAddresses = 4

/**
 * Finds a free address: that of a port that was just deleted. The last of several, so that it is not the lowest free address, which a
 * target might choose as the default.
 */
async function findFreeAddress({ given, compute }: ScenarioContext): Promise<string> {
  const { services } = compute.run.settings
  let address = ''
  const ids: string[] = []
  while (ids.length < freedAddresses) {
    const port = await given.port()
    ids.push(port.id)
    address = port.address
  }
  for (const id of ids) await compute.request({ method: 'DELETE', url: childUrl(id, `${services.network}/v2.0/ports`) })
  return address
}
