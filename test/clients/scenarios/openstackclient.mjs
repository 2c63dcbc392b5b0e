/** Server lifecycle with `openstack` of python-openstackclient, whose lists, waits and lookups use all services. */
import { pythonCommand } from './python-commands.mjs'
import { expect, step, waitFor } from './steps.mjs'

const { CLIENT_FLAVOR, CLIENT_GROUP, CLIENT_IMAGE, CLIENT_IMAGE_NAME, CLIENT_LOCAL_FLAVOR } = process.env
const { CLIENT_NETWORK, CLIENT_NETWORK_NAME, CLIENT_RESIZE_FLAVOR, CLIENT_RESIZE } = process.env
const { CLIENT_VOLUME, CLIENT_ZONE } = process.env
const { run: openstack, tryRun } = pythonCommand('openstack', 'openstackclient.shell')
const boot = (name, ...args) =>
  openstack('server', 'create', '--image', CLIENT_IMAGE_NAME, '--network', CLIENT_NETWORK_NAME, '--wait', ...args, name)

/** Returns the server as the client shows it; undefined if it does not exist. */
async function show(server) {
  const { code, stdout } = await tryRun('server', 'show', '-f', 'json', server)
  return code === 0 ? JSON.parse(stdout) : undefined
}

const status = async (server) => (await show(server))?.status
const expectText = (output, text) => expect(output.includes(text), text, output)

step('list flavors')
expectText(await openstack('flavor', 'list', '--all'), CLIENT_FLAVOR)
step('list zones')
expectText(await openstack('availability', 'zone', 'list', '--compute'), CLIENT_ZONE)
step('list images')
expectText(await openstack('image', 'list'), CLIENT_IMAGE)
step('list networks')
expectText(await openstack('network', 'list'), CLIENT_NETWORK)
step('create a keypair')
expectText(await openstack('keypair', 'create', 'osc-key'), 'PRIVATE KEY')

step('boot')
expectText(
  await boot('osc-a', '--flavor', CLIENT_FLAVOR, '--boot-from-volume', '20', '--key-name', 'osc-key'),
  'ACTIVE',
)
step('stop')
await openstack('server', 'stop', 'osc-a')
await waitFor('SHUTOFF', () => status('osc-a'))
step('start')
await openstack('server', 'start', 'osc-a')
await waitFor('ACTIVE', () => status('osc-a'))
step('reboot')
await openstack('server', 'reboot', '--wait', 'osc-a')
await openstack('server', 'reboot', '--hard', '--wait', 'osc-a')
step('resize')
await openstack('server', 'resize', '--flavor', CLIENT_RESIZE_FLAVOR, '--wait', 'osc-a')
if (CLIENT_RESIZE === 'confirm') await openstack('server', 'resize', 'confirm', 'osc-a')
await waitFor('ACTIVE', () => status('osc-a'))
expectText((await show('osc-a')).flavor, CLIENT_RESIZE_FLAVOR)

step('attach a volume')
await openstack('server', 'add', 'volume', 'osc-a', CLIENT_VOLUME)
await waitFor('in-use', () => openstack('volume', 'show', '-f', 'value', '-c', 'status', CLIENT_VOLUME))
step('detach a volume')
await openstack('server', 'remove', 'volume', 'osc-a', CLIENT_VOLUME)
await waitFor('available', () => openstack('volume', 'show', '-f', 'value', '-c', 'status', CLIENT_VOLUME))
step('add a group')
await openstack('server', 'add', 'security', 'group', 'osc-a', CLIENT_GROUP)
expectText(JSON.stringify((await show('osc-a')).security_groups), CLIENT_GROUP)
step('remove a group')
await openstack('server', 'remove', 'security', 'group', 'osc-a', CLIENT_GROUP)
expect(!JSON.stringify((await show('osc-a')).security_groups).includes(CLIENT_GROUP), 'no such group', CLIENT_GROUP)

step('snapshot')
await boot('osc-b', '--flavor', CLIENT_LOCAL_FLAVOR)
await openstack('server', 'image', 'create', '--name', 'osc-image', '--wait', 'osc-b')
expectText(await openstack('image', 'list', '--private'), 'osc-image')
step('delete')
await openstack('server', 'delete', '--wait', 'osc-a', 'osc-b')
expect((await show('osc-a')) === undefined, 'no server', 'osc-a')
await openstack('image', 'delete', 'osc-image')
await openstack('keypair', 'delete', 'osc-key')
