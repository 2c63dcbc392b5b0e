/** Creates the foreign resources: those that no run created and that neither a run nor a cleanup may delete. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Polls until the condition holds; throws an Error after five minutes. */
export async function waitUntil(description, condition) {
  for (let waited = 0; waited < 300_000; waited += 500) {
    if (await condition()) return
    await sleep(500)
  }
  throw new Error(`${description}: not within five minutes`)
}

/**
 * Creates about `count` resources: servers, images of them, volumes, keypairs and ports.
 * @returns the URLs to delete them, in the order of their creation
 */
export async function seedTenant({ request, compute, services, inventory }, resources, count) {
  const urls = []
  const createEach = async (kind, outOfFifty, create) => {
    const total = count === 0 ? 0 : Math.max(1, Math.round((count * outOfFifty) / 50))
    for (let number = 1; number <= total; number++) urls.push(await create(`not-conformance-${kind}-${number}`))
  }
  const networks = [{ uuid: resources.network }]
  const flavorRef = resources.localFlavor ?? resources.flavor
  const serverIds = []
  await createEach('server', 4, async (name) => {
    const server = { name, imageRef: resources.image, flavorRef, networks }
    const { json } = await request('POST', `${compute}/servers`, { server })
    serverIds.push(json.server.id)
    return `${compute}/servers/${json.server.id}`
  })
  await waitUntil('foreign servers', async () => (await inventory()).servers.every((line) => line.endsWith(' ACTIVE')))
  await createEach('image', 2, async (name) => {
    const [serverId] = serverIds.splice(0, 1)
    serverIds.push(serverId)
    const { headers } = await request('POST', `${compute}/servers/${serverId}/action`, { createImage: { name } })
    const url = `${services.image}/v2/images/${headers.get('location').split('/').at(-1)}`
    await waitUntil('foreign images', async () => (await request('GET', url)).json.status === 'active')
    return url
  })
  await createEach('volume', 4, async (name) => {
    const { json } = await request('POST', `${services.blockStorage}/volumes`, { volume: { name, size: 1 } })
    return `${services.blockStorage}/volumes/${json.volume.id}`
  })
  await createEach('key', 20, async (name) => {
    await request('POST', `${compute}/os-keypairs`, { keypair: { name } })
    return `${compute}/os-keypairs/${name}`
  })
  await createEach('port', 20, async (name) => {
    const port = { name, network_id: resources.network }
    const { json } = await request('POST', `${services.network}/v2.0/ports`, { port })
    return `${services.network}/v2.0/ports/${json.port.id}`
  })
  await waitUntil('foreign volumes', async () => (await inventory()).volumes.every((line) => !/ creating$/.test(line)))
  return urls
}
