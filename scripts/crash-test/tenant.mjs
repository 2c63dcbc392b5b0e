/** The tenant as others see it: what it has, and what others make there. The suite's own client is left out of it on purpose. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Speaks to the tenant's services. */
export function client({ token, computeUrl, tenant, services }) {
  const compute = `${computeUrl}/${tenant}`
  async function ask(method, url, body) {
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
    const answer = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const text = await answer.text()
    if (!answer.ok && answer.status !== 404) throw new Error(`${method} ${url} answered ${answer.status} ${text}`)
    return { status: answer.status, headers: answer.headers, json: text.startsWith('{') ? JSON.parse(text) : {} }
  }
  const lists = {
    servers: `${compute}/servers/detail`,
    keypairs: `${compute}/os-keypairs`,
    images: `${services.image}/v2/images?limit=1000`,
    volumes: `${services.blockStorage}/volumes/detail`,
    ports: `${services.network}/v2.0/ports`,
  }
  /** Kind → one line for each resource: id, name and status. */
  async function inventory() {
    const all = {}
    for (const [kind, url] of Object.entries(lists)) {
      const { json } = await ask('GET', url)
      const elements = json[kind].map((element) => element.keypair ?? element)
      all[kind] = elements
        .map(({ id, name, status }) => `${id ?? ''} ${name} ${kind === 'ports' ? '' : (status ?? '')}`)
        .sort()
    }
    return all
  }
  return { ask, compute, services, inventory }
}

export async function until(what, holds) {
  for (let waited = 0; waited < 300_000; waited += 500) {
    if (await holds()) return
    await sleep(500)
  }
  throw new Error(`${what}: not within five minutes`)
}

/** What others have: servers, images of them, volumes, keys and ports. Returns how to remove each. */
export async function furnish({ ask, compute, services, inventory }, resources, count) {
  const urls = []
  const share = (part) => (count === 0 ? 0 : Math.max(1, Math.round((count * part) / 50)))
  const several = async (kind, many, make) => {
    for (let number = 1; number <= many; number++) urls.push(await make(`not-conformance-${kind}-${number}`))
  }
  const networks = [{ uuid: resources.network }]
  const flavorRef = resources.localFlavor ?? resources.flavor
  const servers = []
  await several('server', share(4), async (name) => {
    const server = { name, imageRef: resources.image, flavorRef, networks }
    const { json } = await ask('POST', `${compute}/servers`, { server })
    servers.push(json.server.id)
    return `${compute}/servers/${json.server.id}`
  })
  await until('foreign servers', async () => (await inventory()).servers.every((line) => line.endsWith(' ACTIVE')))
  await several('image', share(2), async (name) => {
    const [server] = servers.splice(0, 1)
    servers.push(server)
    const { headers } = await ask('POST', `${compute}/servers/${server}/action`, { createImage: { name } })
    const url = `${services.image}/v2/images/${headers.get('location').split('/').at(-1)}`
    await until('foreign images', async () => (await ask('GET', url)).json.status === 'active')
    return url
  })
  await several('volume', share(4), async (name) => {
    const { json } = await ask('POST', `${services.blockStorage}/volumes`, { volume: { name, size: 1 } })
    return `${services.blockStorage}/volumes/${json.volume.id}`
  })
  await several('key', share(20), async (name) => {
    await ask('POST', `${compute}/os-keypairs`, { keypair: { name } })
    return `${compute}/os-keypairs/${name}`
  })
  await several('port', share(20), async (name) => {
    const { json } = await ask('POST', `${services.network}/v2.0/ports`, {
      port: { name, network_id: resources.network },
    })
    return `${services.network}/v2.0/ports/${json.port.id}`
  })
  await until('foreign volumes', async () => (await inventory()).volumes.every((line) => !/ creating$/.test(line)))
  return urls
}

/** What is in one inventory and not in the other. */
export function difference(before, after) {
  const lines = (one) => Object.entries(one).flatMap(([kind, all]) => all.map((line) => `${kind} ${line}`))
  const [had, has] = [lines(before), lines(after)]
  return { lost: had.filter((line) => !has.includes(line)), left: has.filter((line) => !had.includes(line)) }
}
