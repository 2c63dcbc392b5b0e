/**
 * A client for the tenant's services that is independent of the suite's own client, so that the crash test does not trust the
 * code that it tests.
 */

/** @param settings target settings as `resolveTarget` returns them */
export function createTenantClient({ token, computeUrl, tenant, services }) {
  const compute = `${computeUrl}/${tenant}`

  /** Throws an Error for any status other than 2xx and 404. */
  async function request(method, url, body) {
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
    const response = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const text = await response.text()
    if (!response.ok && response.status !== 404) throw new Error(`${method} ${url} returned ${response.status} ${text}`)
    return { status: response.status, headers: response.headers, json: text.startsWith('{') ? JSON.parse(text) : {} }
  }

  const lists = {
    servers: `${compute}/servers/detail`,
    keypairs: `${compute}/os-keypairs`,
    images: `${services.image}/v2/images?limit=1000`,
    volumes: `${services.blockStorage}/volumes/detail`,
    ports: `${services.network}/v2.0/ports`,
  }

  /** Returns all resources of the tenant: kind → sorted lines with id, name and status (without the status for ports). */
  async function inventory() {
    const inventory = {}
    for (const [kind, url] of Object.entries(lists)) {
      const { json } = await request('GET', url)
      const elements = json[kind].map((element) => element.keypair ?? element)
      inventory[kind] = elements
        .map(({ id, name, status }) => `${id ?? ''} ${name} ${kind === 'ports' ? '' : (status ?? '')}`)
        .sort()
    }
    return inventory
  }

  return { request, compute, services, inventory }
}

/** Returns the resources that are missing from the second inventory (`lost`) and those that are new in it (`left`). */
export function difference(before, after) {
  const lines = (inventory) =>
    Object.entries(inventory).flatMap(([kind, entries]) => entries.map((entry) => `${kind} ${entry}`))
  const [linesBefore, linesAfter] = [lines(before), lines(after)]
  return {
    lost: linesBefore.filter((line) => !linesAfter.includes(line)),
    left: linesAfter.filter((line) => !linesBefore.includes(line)),
  }
}
