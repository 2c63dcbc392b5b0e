import { type ApiClient, pollUntil, statusWhenIdle } from '../testing/api-client.ts'
import { at, textAt } from '../testing/driver.ts'
import { throwawayKey } from '../testing/recorded-scenario.ts'

/** A fact that a response confirmed, and how to check later that it still holds. */
export interface Expectation {
  readonly description: string
  readonly holds: (client: ApiClient) => Promise<boolean>
}

/**
 * Changes its own resources, one request at a time, and records what each response confirmed. An expectation is removed before
 * the request that ends it is sent: whether a request without a response was carried out is unknown.
 */
export class Workload {
  readonly expectations = new Map<string, Expectation>()
  readonly #name: string
  #count = 0

  constructor(name: string) {
    this.#name = name
  }

  /** Runs until the connection breaks. @throws TypeError then, Error for an unexpected status */
  async run(client: ApiClient): Promise<void> {
    for (;;) {
      const id = await this.#createServer(client)
      await this.#renameServer(client, id)
      await this.#signIn(client)
      await this.#createKeypair(client)
      if (this.#count % 3 === 0) await this.#stopServer(client, id)
      if (this.#count % 2 === 0) await this.#attachVolume(client, id)
      else await this.#deleteServer(client, id)
    }
  }

  #expect(key: string, description: string, holds: Expectation['holds']): void {
    this.expectations.set(key, { description: `${this.#name}: ${description}`, holds })
  }

  async #createServer(client: ApiClient): Promise<string> {
    const { image, localFlavor, network } = client.config.resources
    const name = `${this.#name}-${++this.#count}`
    const server = { name, imageRef: image, flavorRef: localFlavor, networks: [{ uuid: network }] }
    const { body } = await client.expect(202, 'POST', '~/servers', { server })
    const id = textAt(body, 'server.id')
    this.#expectName(id, name, `${name} was created`)
    return id
  }

  async #renameServer(client: ApiClient, id: string): Promise<void> {
    const name = `${this.#name}-renamed-${this.#count}`
    this.expectations.delete(`name ${id}`)
    await client.expect(200, 'PUT', `~/servers/${id}`, { server: { name } })
    this.#expectName(id, name, `${id} was renamed`)
  }

  #expectName(id: string, name: string, description: string): void {
    this.#expect(`name ${id}`, description, async (later) => {
      const { status, body } = await later.send('GET', `~/servers/${id}`)
      return status === 200 && at(body, 'server.name') === name
    })
  }

  async #signIn(client: ApiClient): Promise<void> {
    const user = { name: 'conformance', password: 'conformance-password', domain: { id: 'default' } }
    const auth = { identity: { methods: ['password'], password: { user } } }
    const { headers } = await client.expect(201, 'POST', '/identity/v3/auth/tokens', { auth })
    const token = headers.get('x-subject-token') ?? ''
    this.#expect(`token ${token}`, 'a token was issued', async (later) => {
      return (await later.send('GET', '~/flavors', undefined, token)).status === 200
    })
  }

  async #createKeypair(client: ApiClient): Promise<void> {
    const name = `${this.#name}-key-${this.#count}`
    const { body } = await client.expect(200, 'POST', '~/os-keypairs', { keypair: { name, public_key: throwawayKey } })
    const fingerprint = at(body, 'keypair.fingerprint')
    this.#expect(`key ${name}`, `${name} was created`, async (later) => {
      return at((await later.send('GET', `~/os-keypairs/${name}`)).body, 'keypair.fingerprint') === fingerprint
    })
    if (this.#count % 2 === 0) return
    this.expectations.delete(`key ${name}`)
    await client.expect(202, 'DELETE', `~/os-keypairs/${name}`)
    this.#expect(`key ${name}`, `${name} was deleted`, async (later) => {
      return (await later.send('GET', `~/os-keypairs/${name}`)).status === 404
    })
  }

  async #stopServer(client: ApiClient, id: string): Promise<void> {
    await statusWhenIdle(client, id)
    const { headers } = await client.expect(202, 'POST', `~/servers/${id}/action`, { 'os-stop': null })
    const requestId = headers.get('x-compute-request-id')
    this.#expect(`stop ${id}`, `stopping ${id} was accepted`, async (later) => {
      const { body } = await later.send('GET', `~/servers/${id}/os-instance-actions/${requestId}`)
      return at(body, 'instanceAction.action') === 'stop' && (await statusWhenIdle(later, id)) === 'SHUTOFF'
    })
  }

  async #attachVolume(client: ApiClient, id: string): Promise<void> {
    await statusWhenIdle(client, id)
    const { body } = await client.expect(202, 'POST', client.volumes, { volume: { size: 1, name: this.#name } })
    const volumeId = textAt(body, 'volume.id')
    this.#expect(`volume ${volumeId}`, `${volumeId} was created`, async (later) => {
      return (await later.send('GET', `${later.volumes}/${volumeId}`)).status === 200
    })
    await pollUntil(async () => {
      const { body } = await client.send('GET', `${client.volumes}/${volumeId}`)
      return at(body, 'volume.status') === 'available'
    })
    await client.expect(200, 'POST', `~/servers/${id}/os-volume_attachments`, { volumeAttachment: { volumeId } })
    this.#expect(`attached ${volumeId}`, `${volumeId} was attached to ${id}`, async (later) => {
      const { status, body } = await later.send('GET', `~/servers/${id}/os-volume_attachments/${volumeId}`)
      return status === 200 && at(body, 'volumeAttachment.serverId') === id
    })
  }

  async #deleteServer(client: ApiClient, id: string): Promise<void> {
    for (const key of [`name ${id}`, `stop ${id}`]) this.expectations.delete(key)
    await client.expect(204, 'DELETE', `~/servers/${id}`)
    this.#expect(`deleted ${id}`, `${id} was deleted`, async (later) => {
      await pollUntil(async () => (await later.send('GET', `~/servers/${id}`)).status === 404)
      return true
    })
  }
}
