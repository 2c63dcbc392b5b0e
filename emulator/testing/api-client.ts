import type { EmulatorConfig } from '../config.ts'
import { at } from './driver.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Sends requests to an emulator. In a path, `~` stands for the compute root of the tenant; other services have full URLs. */
export class ApiClient {
  readonly config: EmulatorConfig
  readonly #fetch: Fetch

  constructor(config: EmulatorConfig, fetch: Fetch = globalThis.fetch) {
    this.config = config
    this.#fetch = fetch
  }

  /** Sends a request. @throws TypeError when the connection breaks */
  async send(method: string, path: string, body?: unknown, token = this.config.auth.token) {
    const { target } = this.config
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const url = path.startsWith('http') ? path : `${target.url}${path.replace('~', `/v2/${target.tenant}`)}`
    const response = await this.#fetch(url, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }

  /** Sends a request that must return a status. @throws Error for any status but `status` */
  async expect(status: number, method: string, path: string, body?: unknown) {
    const response = await this.send(method, path, body)
    if (response.status === status) return response
    throw new Error(`${method} ${path} returned ${response.status}: ${JSON.stringify(response.body)}`)
  }

  /** The path of the volumes of the tenant. */
  get volumes(): string {
    return `/volume/v3/${this.config.target.tenant}/volumes`
  }
}

/**
 * Polls until the condition is true. The default timeout, in milliseconds, is longer than any transition takes on a busy machine.
 * @throws Error after the timeout
 */
export async function pollUntil(isDone: () => Promise<boolean>, timeout = 10_000): Promise<void> {
  const deadline = Date.now() + timeout
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error(`the condition did not become true within ${timeout} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Returns the status of a server once it has no task state. */
export async function statusWhenIdle(client: ApiClient, id: string): Promise<unknown> {
  let status: unknown
  await pollUntil(async () => {
    const { body } = await client.expect(200, 'GET', `~/servers/${id}`)
    status = at(body, 'server.status')
    return at(body, 'server.OS-EXT-STS:task_state') === null
  })
  return status
}
