/**
 * Server lifecycle with pkgcloud, which does not support block devices, zones and security groups of a server. The scenario uses
 * no zone and changes security groups with the generic action call, and the emulator does not require block devices.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, step, waitFor } from './steps.mjs'

const { CLIENT_FLAVOR, CLIENT_GROUP, CLIENT_IMAGE, CLIENT_LOCAL_FLAVOR, CLIENT_NETWORK, CLIENT_PACKAGES } = process.env
const { CLIENT_RESIZE, CLIENT_RESIZE_FLAVOR, CLIENT_VOLUME } = process.env
const { OS_AUTH_URL, OS_IDENTITY_API_VERSION, OS_PASSWORD, OS_REGION_NAME, OS_USERNAME } = process.env
const pkgcloud = createRequire(join(CLIENT_PACKAGES, 'index.js'))('pkgcloud')

const [, authUrl] = OS_AUTH_URL.match(/^(.*)\/v[0-9.]+$/)
const identity =
  OS_IDENTITY_API_VERSION === '3' ? { keystoneAuthVersion: 'v3', domainId: 'default' } : { version: 'v2.0' }
const account = { provider: 'openstack', username: OS_USERNAME, password: OS_PASSWORD, region: OS_REGION_NAME }
const settings = { ...account, ...identity, authUrl, tenantName: process.env.CLIENT_TENANT_NAME }

/** Returns the methods of the client with promises; their errors include the response of the service. */
const promisifyClient = (client) =>
  new Proxy(client, {
    get(target, name) {
      const call = promisify(target[name]).bind(target)
      return (...args) =>
        call(...args).catch((error) => {
          throw new Error(`${String(name)}: ${error.message} ${JSON.stringify(error.result ?? '')}`)
        })
    },
  })

const compute = promisifyClient(pkgcloud.compute.createClient(settings))
const network = promisifyClient(pkgcloud.network.createClient(settings))
const storage = pkgcloud.blockstorage.createClient(settings)
storage.serviceType = 'volumev2' // The default is `volume`, version 1, which no longer exists anywhere.
const volumes = promisifyClient(storage)
const runAction = (server, body) => compute._doServerAction(server, body)
const status = async (server) => (await compute.getServer(server)).original.status
const waitForStatus = (server, expected) => waitFor(expected, () => status(server))
const ids = (items) => items.map(({ id }) => id)
const boot = (name, flavor, more) =>
  compute.createServer({ name, flavor, image: CLIENT_IMAGE, networks: [{ uuid: CLIENT_NETWORK }], ...more })

step('list flavors')
expect(ids(await compute.getFlavors()).includes(CLIENT_FLAVOR), CLIENT_FLAVOR, 'others')
step('list images')
expect(ids(await compute.getImages()).includes(CLIENT_IMAGE), CLIENT_IMAGE, 'others')
step('list networks')
expect(ids(await network.getNetworks({})).includes(CLIENT_NETWORK), CLIENT_NETWORK, 'others')
step('create a keypair')
const key = await compute.addKey({ name: 'pkgcloud-key' })
expect(JSON.stringify(key).includes('PRIVATE KEY'), 'a private key', key)

step('boot')
const server = await boot('pkgcloud-a', CLIENT_FLAVOR, { keyname: 'pkgcloud-key' })
await waitForStatus(server, 'ACTIVE')
expect(ids(await compute.getServers({ name: 'pkgcloud-a' })).includes(server.id), server.id, 'others')
step('stop')
await compute.stopServer(server)
await waitForStatus(server, 'SHUTOFF')
step('start')
await compute.startServer(server)
await waitForStatus(server, 'ACTIVE')
step('reboot')
await compute.rebootServer(server, { type: 'soft' })
await waitForStatus(server, 'ACTIVE')
await compute.rebootServer(server, { type: 'hard' })
await waitForStatus(server, 'ACTIVE')
step('resize')
await compute.resizeServer(server, CLIENT_RESIZE_FLAVOR)
if (CLIENT_RESIZE === 'confirm') {
  await waitForStatus(server, 'VERIFY_RESIZE')
  await compute.confirmServerResize(server)
}
await waitFor(CLIENT_RESIZE_FLAVOR, async () => (await compute.getServer(server)).original.flavor.id)
await waitForStatus(server, 'ACTIVE')

step('attach a volume')
const attachment = await compute.attachVolume(server, CLIENT_VOLUME)
const attachments = async () => ids(await compute.getVolumeAttachments(server))
expect((await attachments()).includes(CLIENT_VOLUME), CLIENT_VOLUME, await attachments())
await waitFor('in-use', async () => (await volumes.getVolume(CLIENT_VOLUME)).status)
step('detach a volume')
await compute.detachVolume(server, attachment)
await waitFor('available', async () => (await volumes.getVolume(CLIENT_VOLUME)).status)
expect(!(await attachments()).includes(CLIENT_VOLUME), `no ${CLIENT_VOLUME}`, await attachments())
step('add a group')
const groups = async () => JSON.stringify((await compute.getServer(server)).original.security_groups)
await runAction(server, { addSecurityGroup: { name: CLIENT_GROUP } })
expect((await groups()).includes(CLIENT_GROUP), CLIENT_GROUP, await groups())
step('remove a group')
await runAction(server, { removeSecurityGroup: { name: CLIENT_GROUP } })
expect(!(await groups()).includes(CLIENT_GROUP), `no ${CLIENT_GROUP}`, await groups())

step('snapshot')
const local = await boot('pkgcloud-b', CLIENT_LOCAL_FLAVOR)
await waitForStatus(local, 'ACTIVE')
// The client's own createImage follows Location, which points to the image service, and fails there with Nova too.
await runAction(local, { createImage: { name: 'pkgcloud-image' } })
const image = (await compute.getImages()).find(({ name }) => name === 'pkgcloud-image')
await waitFor('ACTIVE', async () => (await compute.getImage(image)).status)
step('delete')
for (const one of [server, local]) {
  await compute.destroyServer(one)
  await waitFor('deleted', () => status(one).catch(({ message }) => (message.includes('404') ? 'deleted' : message)))
}
await compute.destroyImage(image)
await compute.destroyKey('pkgcloud-key')
