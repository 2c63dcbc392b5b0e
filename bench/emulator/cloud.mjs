/** Speaks to one emulator in the ways that the bench needs. */

const median = (numbers) => numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)]

export class Cloud {
  constructor({ target, auth, resources }) {
    this.root = `/v2/${target.tenant}`
    this.url = target.url
    this.caller = { host: new URL(target.url).host, token: auth.token, accept: 'application/json' }
    this.resources = resources
  }

  async ask(method, path, body) {
    const headers = { 'x-auth-token': this.caller.token, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(this.url + this.root + path, { method, headers, body: body && JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`)
    return response
  }

  /** A keypair, which the document asks of every server. */
  async furnish() {
    await this.ask('POST', '/os-keypairs', { keypair: { name: 'bench' } })
  }

  creation = (more = {}) => {
    const { image: imageRef, localFlavor: flavorRef, network: uuid } = this.resources
    return { server: { name: 'bench', imageRef, flavorRef, key_name: 'bench', networks: [{ uuid }], ...more } }
  }

  /** Makes servers, ten by a request, and waits until they are there. */
  async boot(count) {
    for (let made = 0; made < count; made += 10)
      await this.ask('POST', '/servers', this.creation({ min_count: 10, max_count: 10 }))
    for (let isBuilding = true; isBuilding; ) {
      isBuilding = (await (await this.ask('GET', '/servers?status=BUILD&limit=1')).json()).servers.length > 0
    }
  }

  /** The ids of all servers, in the order of the list. */
  async ids() {
    const ids = []
    for (let page = [undefined]; page.length > 0; ids.push(...page)) {
      const marker = ids.length === 0 ? '' : `?marker=${ids.at(-1)}`
      page = (await (await this.ask('GET', `/servers${marker}`)).json()).servers.map(({ id }) => id)
    }
    return ids
  }

  /** The median milliseconds of one page behind a marker. */
  async pageTime(path, marker) {
    const times = []
    for (let count = 0; count < 60; count++) {
      const began = performance.now()
      await (await this.ask('GET', `${path}?limit=100${marker === undefined ? '' : `&marker=${marker}`}`)).arrayBuffer()
      times.push(performance.now() - began)
    }
    return median(times)
  }
}

/** An answer as it is to be given again: status, headers but those that Node writes itself, body. */
export async function recorded(response) {
  const own = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding'])
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !own.has(name)))
  return { status: response.status, headers, body: await response.text() }
}

export { median }
