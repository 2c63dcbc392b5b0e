/** A client for one emulator with the calls that the benchmark needs. */
import { median } from './statistics.mjs'

export class CloudClient {
  /** @param config the content of the emulator's ready file */
  constructor({ target, auth, resources }) {
    this.root = `/v2/${target.tenant}`
    this.url = target.url
    this.caller = { host: new URL(target.url).host, token: auth.token, accept: 'application/json' }
    this.resources = resources
  }

  /** Throws an Error for any status other than 2xx. */
  async request(method, path, body) {
    const headers = { 'x-auth-token': this.caller.token, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(this.url + this.root + path, { method, headers, body: body && JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path} returned ${response.status}: ${await response.text()}`)
    return response
  }

  async getJson(path) {
    return (await this.request('GET', path)).json()
  }

  /** Creates the keypair of all servers. */
  async createKeypair() {
    await this.request('POST', '/os-keypairs', { keypair: { name: 'bench' } })
  }

  createRequest(overrides = {}) {
    const { image: imageRef, localFlavor: flavorRef, network: uuid } = this.resources
    return { server: { name: 'bench', imageRef, flavorRef, key_name: 'bench', networks: [{ uuid }], ...overrides } }
  }

  /** Creates servers, ten per request, and waits until none is being built. */
  async createServers(count) {
    const body = this.createRequest({ min_count: 10, max_count: 10 })
    for (let created = 0; created < count; created += 10) await this.request('POST', '/servers', body)
    for (let isBuilding = true; isBuilding; ) {
      isBuilding = (await this.getJson('/servers?status=BUILD&limit=1')).servers.length > 0
    }
  }

  /** Returns the ids of all servers, in the order of the list. */
  async serverIds() {
    const ids = []
    for (let page = [undefined]; page.length > 0; ids.push(...page)) {
      const query = ids.length === 0 ? '' : `?marker=${ids.at(-1)}`
      page = (await this.getJson(`/servers${query}`)).servers.map(({ id }) => id)
    }
    return ids
  }

  /** Measures the median time in milliseconds of a page of 100 servers after a marker. */
  async pageTime(path, marker) {
    const times = []
    for (let count = 0; count < 60; count++) {
      const startedAt = performance.now()
      const query = `?limit=100${marker === undefined ? '' : `&marker=${marker}`}`
      await (await this.request('GET', path + query)).arrayBuffer()
      times.push(performance.now() - startedAt)
    }
    return median(times)
  }
}

/** Records a response for the bare server, without the headers that Node writes itself. */
export async function recordResponse(response) {
  const writtenByNode = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding'])
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !writtenByNode.has(name)))
  return { status: response.status, headers, body: await response.text() }
}
