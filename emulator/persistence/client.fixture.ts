import type { EmulatorConfig } from '../options.ts'
import { at, textAt } from '../testing/driver.ts'
import { throwawayKey } from '../testing/recorded-scenario.ts'

/** What somebody was told by an answer, and finds out later whether it is still so: the sentence, and how to ask. */
export interface Expectation {
  readonly what: string
  readonly holds: (cloud: Caller) => Promise<boolean>
}

/** Speaks to the emulator where it now is. @throws TypeError when the connection breaks */
export class Caller {
  readonly config: EmulatorConfig

  constructor(config: EmulatorConfig) {
    this.config = config
  }

  async ask(method: string, path: string, body?: unknown, token = this.config.auth.token) {
    const { target } = this.config
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${target.url}${path.replace('~', `/v2/${target.tenant}`)}`, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }

  /** @throws Error for any other status */
  async expect(status: number, method: string, path: string, body?: unknown) {
    const answer = await this.ask(method, path, body)
    if (answer.status === status) return answer
    throw new Error(`${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }

  get volumes(): string {
    return `/volume/v3/${this.config.target.tenant}/volumes`
  }
}

/**
 * A client that changes things of its own, one request at a time, and notes what each answer promised. A promise is withdrawn
 * before the request that ends it is sent: whether an unanswered request was carried out is not known.
 */
export class EmulatorClient {
  readonly promises = new Map<string, Expectation>()
  readonly #name: string
  #count = 0

  constructor(name: string) {
    this.#name = name
  }

  /** Goes on until the connection breaks. */
  async shop(caller: Caller): Promise<void> {
    for (;;) {
      const id = await this.#create(caller)
      await this.#rename(caller, id)
      await this.#sign(caller)
      await this.#keypair(caller)
      if (this.#count % 3 === 0) await this.#stop(caller, id)
      if (this.#count % 2 === 0) await this.#attach(caller, id)
      else await this.#delete(caller, id)
    }
  }

  #promise(key: string, what: string, holds: Expectation['holds']): void {
    this.promises.set(key, { what: `${this.#name}: ${what}`, holds })
  }

  async #create(caller: Caller): Promise<string> {
    const { image, localFlavor, network } = caller.config.resources
    const name = `${this.#name}-${++this.#count}`
    const server = { name, imageRef: image, flavorRef: localFlavor, networks: [{ uuid: network }] }
    const { body } = await caller.expect(202, 'POST', '~/servers', { server })
    const id = textAt(body, 'server.id')
    this.#promise(`name ${id}`, `${name} was created`, async (later) => {
      const found = await later.ask('GET', `~/servers/${id}`)
      return found.status === 200 && at(found.body, 'server.name') === name
    })
    return id
  }

  async #rename(caller: Caller, id: string): Promise<void> {
    const name = `${this.#name}-renamed-${this.#count}`
    this.promises.delete(`name ${id}`)
    await caller.expect(200, 'PUT', `~/servers/${id}`, { server: { name } })
    this.#promise(`name ${id}`, `${id} was renamed`, async (later) => {
      const found = await later.ask('GET', `~/servers/${id}`)
      return found.status === 200 && at(found.body, 'server.name') === name
    })
  }

  async #sign(caller: Caller): Promise<void> {
    const { name, password } = { name: 'conformance', password: 'conformance-password' }
    const user = { name, password, domain: { id: 'default' } }
    const auth = { identity: { methods: ['password'], password: { user } } }
    const { headers } = await caller.expect(201, 'POST', '/identity/v3/auth/tokens', { auth })
    const token = headers.get('x-subject-token') ?? ''
    this.#promise(`token ${token}`, 'a token was given', async (later) => {
      return (await later.ask('GET', '~/flavors', undefined, token)).status === 200
    })
  }

  async #keypair(caller: Caller): Promise<void> {
    const name = `${this.#name}-key-${this.#count}`
    const { body } = await caller.expect(200, 'POST', '~/os-keypairs', { keypair: { name, public_key: throwawayKey } })
    const fingerprint = at(body, 'keypair.fingerprint')
    this.#promise(`key ${name}`, `${name} was made`, async (later) => {
      return at((await later.ask('GET', `~/os-keypairs/${name}`)).body, 'keypair.fingerprint') === fingerprint
    })
    if (this.#count % 2 === 0) return
    this.promises.delete(`key ${name}`)
    await caller.expect(202, 'DELETE', `~/os-keypairs/${name}`)
    this.#promise(`key ${name}`, `${name} was deleted`, async (later) => {
      return (await later.ask('GET', `~/os-keypairs/${name}`)).status === 404
    })
  }

  async #stop(caller: Caller, id: string): Promise<void> {
    await untilSettled(caller, id)
    const { headers } = await caller.expect(202, 'POST', `~/servers/${id}/action`, { 'os-stop': null })
    const request = headers.get('x-compute-request-id')
    this.#promise(`stop ${id}`, `${id} was told to stop`, async (later) => {
      const { body } = await later.ask('GET', `~/servers/${id}/os-instance-actions/${request}`)
      return at(body, 'instanceAction.action') === 'stop' && (await untilSettled(later, id)) === 'SHUTOFF'
    })
  }

  async #attach(caller: Caller, id: string): Promise<void> {
    await untilSettled(caller, id)
    const { body } = await caller.expect(202, 'POST', caller.volumes, { volume: { size: 1, name: this.#name } })
    const volumeId = textAt(body, 'volume.id')
    this.#promise(`volume ${volumeId}`, `${volumeId} was made`, async (later) => {
      return (await later.ask('GET', `${later.volumes}/${volumeId}`)).status === 200
    })
    await until(
      async () => at((await caller.ask('GET', `${caller.volumes}/${volumeId}`)).body, 'volume.status') === 'available',
    )
    await caller.expect(200, 'POST', `~/servers/${id}/os-volume_attachments`, { volumeAttachment: { volumeId } })
    this.#promise(`attached ${volumeId}`, `${volumeId} was attached to ${id}`, async (later) => {
      const found = await later.ask('GET', `~/servers/${id}/os-volume_attachments/${volumeId}`)
      return found.status === 200 && at(found.body, 'volumeAttachment.serverId') === id
    })
  }

  async #delete(caller: Caller, id: string): Promise<void> {
    for (const key of [`name ${id}`, `stop ${id}`]) this.promises.delete(key)
    await caller.expect(204, 'DELETE', `~/servers/${id}`)
    this.#promise(`gone ${id}`, `${id} was deleted`, async (later) => {
      await until(async () => (await later.ask('GET', `~/servers/${id}`)).status === 404)
      return true
    })
  }
}

/** @throws Error when it takes longer than the emulator's transitions may on a busy machine. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('what was under way did not go on')
}

/** The status of a server as soon as nothing is under way any more. */
export async function untilSettled(caller: Caller, id: string): Promise<unknown> {
  let status: unknown
  await until(async () => {
    const { body } = await caller.expect(200, 'GET', `~/servers/${id}`)
    status = at(body, 'server.status')
    return at(body, 'server.OS-EXT-STS:task_state') === null
  })
  return status
}
