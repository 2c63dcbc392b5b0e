import { type ManualClock, manualClock } from '../clock.ts'
import { createEmulator } from '../create-emulator.ts'
import type { Emulator } from '../emulator.ts'
import type { EmulatorOptions } from '../options.ts'

/** A response with its body parsed where it is JSON. */
export interface DriverResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface SendOptions {
  /** Default the token of the tenant `conformance`; null for none. */
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** An emulator with a manual clock, and a client for it. */
export interface Driver extends Emulator {
  /** Sends a request. A path without a version or service is below /v2/{tenant}. A string body is sent as it is. */
  send(method: string, path: string, body?: unknown, options?: SendOptions): Promise<DriverResponse>
  action(serverId: string, body: unknown): Promise<DriverResponse>
  wait(milliseconds: number): void
}

/** Creates an emulator with a manual clock, and functions to send requests to it. */
export function drive({
  clock = manualClock(Date.UTC(2026, 0, 2, 3, 4, 5)),
  ...emulatorOptions
}: EmulatorOptions & { readonly clock?: ManualClock } = {}): Driver {
  const url = 'http://emulator.localhost'
  const emulator = createEmulator({ ...emulatorOptions, clock }, url)
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    options: SendOptions = {},
  ): Promise<DriverResponse> => {
    const isFullPath = path === '/' || /^\/(v\d|v2\.1|identity|image|network|volume|_emulator)(\/|$)/.test(path)
    const headers = new Headers(options.headers)
    const token = options.token === undefined ? emulator.config.auth.token : options.token
    if (token !== null) headers.set('x-auth-token', token)
    if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
    const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await emulator.fetch(
      new Request(`${url}${isFullPath ? path : `/v2/${emulator.config.target.tenant}${path}`}`, {
        method,
        headers,
        ...payload,
      }),
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text) }
  }
  return {
    ...emulator,
    get config() {
      return emulator.config
    },
    send,
    action: (serverId, body) => send('POST', `/servers/${serverId}/action`, body),
    wait: (milliseconds) => clock.advance(milliseconds),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Returns the value at a path of keys and indexes such as `server.addresses.net.0`; undefined when it is missing. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((current, key) => {
    if (typeof current !== 'object' || current === null) return undefined
    return new Map<string, unknown>(Object.entries(current)).get(key)
  }, value)
}

/** Returns the string at a path. @throws Error when it is missing */
export function textAt(value: unknown, path: string): string {
  const text = at(value, path)
  if (typeof text !== 'string') throw new Error(`no string at ${path} in ${JSON.stringify(value)}`)
  return text
}

/** Returns a root volume with the image of the config. */
export function rootVolume(driver: Driver, changes: Readonly<Record<string, unknown>> = {}) {
  const { image } = driver.config.resources
  return {
    source_type: 'image',
    uuid: image,
    boot_index: 0,
    volume_size: 20,
    destination_type: 'volume',
    delete_on_termination: true,
    ...changes,
  }
}

/** Returns the body of a create request for a server with a root volume. An undefined change removes a key. */
export function serverRequest(driver: Driver, changes: Readonly<Record<string, unknown>> = {}) {
  const { image, flavor, network } = driver.config.resources
  const server = {
    name: 'probe',
    imageRef: image,
    flavorRef: flavor,
    networks: [{ uuid: network }],
    block_device_mapping_v2: [rootVolume(driver)],
    ...changes,
  }
  return { server }
}

/** Returns the body of a create request for a server with its root disk on the host. */
export function localRequest(driver: Driver, changes: Readonly<Record<string, unknown>> = {}) {
  const { localFlavor } = driver.config.resources
  return serverRequest(driver, { flavorRef: localFlavor, block_device_mapping_v2: undefined, ...changes })
}

/** Creates a server, waits until its creation is complete, and returns its id. */
export async function bootedServer(driver: Driver, request: unknown = serverRequest(driver)): Promise<string> {
  const { body } = await driver.send('POST', '/servers', request)
  driver.wait(1000)
  return textAt(body, 'server.id')
}

/** Returns the status and task state of a server, such as `ACTIVE/null`, or the HTTP status of an error. */
export async function stateOf(driver: Driver, serverId: string): Promise<string> {
  const { status, body } = await driver.send('GET', `/servers/${serverId}`)
  return status === 200 ? `${at(body, 'server.status')}/${at(body, 'server.OS-EXT-STS:task_state')}` : String(status)
}

/** Returns the states of a server over time, observed every millisecond of the emulator's clock. */
export async function observedStates(driver: Driver, serverId: string, milliseconds = 40): Promise<string[]> {
  const observed: string[] = []
  for (let elapsed = 0; elapsed <= milliseconds; elapsed++) {
    const state = await stateOf(driver, serverId)
    if (state !== observed.at(-1)) observed.push(state)
    driver.wait(1)
  }
  return observed
}
