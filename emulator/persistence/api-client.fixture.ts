import type { EmulatorConfig } from '../config.ts'
import { at } from '../testing/driver.ts'

/** Sends requests to a served emulator. In a path, `~` stands for the compute root of the tenant. */
export class ApiClient {
  readonly config: EmulatorConfig

  constructor(config: EmulatorConfig) {
    this.config = config
  }

  /** @throws TypeError when the connection breaks */
  async send(method: string, path: string, body?: unknown, token = this.config.auth.token) {
    const { target } = this.config
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${target.url}${path.replace('~', `/v2/${target.tenant}`)}`, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }

  /** @throws Error for any status but `status` */
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

/** @throws Error after ten seconds, longer than any transition takes on a busy machine */
export async function pollUntil(isDone: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (await isDone()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('the condition did not become true within ten seconds')
}

/** The status of a server once it has no task state. */
export async function statusWhenIdle(client: ApiClient, id: string): Promise<unknown> {
  let status: unknown
  await pollUntil(async () => {
    const { body } = await client.expect(200, 'GET', `~/servers/${id}`)
    status = at(body, 'server.status')
    return at(body, 'server.OS-EXT-STS:task_state') === null
  })
  return status
}
