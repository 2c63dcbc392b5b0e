/** Server lifecycle with `openstack` of python-openstackclient, whose lists, waits and lookups use all services. */
import { run, tryRun } from './shell.mjs'
import { expect, step, waitFor } from './steps.mjs'

const { CLIENT_FLAVOR, CLIENT_GROUP, CLIENT_IMAGE, CLIENT_IMAGE_NAME, CLIENT_LOCAL_FLAVOR } = process.env
const { CLIENT_NETWORK, CLIENT_NETWORK_NAME, CLIENT_RESIZE_FLAVOR, CLIENT_RESIZE } = process.env
const { CLIENT_VOLUME, CLIENT_ZONE } = process.env
const openstack = (...args) => run('openstack', ...args)
const boot = (name, ...args) =>
  openstack('server', 'create', '--image', CLIENT_IMAGE_NAME, '--network', CLIENT_NETWORK_NAME, '--wait', ...args, name)

/** The server as the client shows it; undefined if it does not exist. */
function show(server) {
  const { code, stdout } = tryRun('openstack', 'server', 'show', '-f', 'json', server)
  return code === 0 ? JSON.parse(stdout) : undefined
}

const status = (server) => show(server)?.status
const expectText = (output, text) => expect(output.includes(text), text, output)

step('list flavors')
expectText(openstack('flavor', 'list', '--all'), CLIENT_FLAVOR)
step('list zones')
expectText(openstack('availability', 'zone', 'list', '--compute'), CLIENT_ZONE)
step('list images')
expectText(openstack('image', 'list'), CLIENT_IMAGE)
step('list networks')
expectText(openstack('network', 'list'), CLIENT_NETWORK)
step('create a keypair')
expectText(openstack('keypair', 'create', 'osc-key'), 'PRIVATE KEY')

step('boot')
expectText(boot('osc-a', '--flavor', CLIENT_FLAVOR, '--boot-from-volume', '20', '--key-name', 'osc-key'), 'ACTIVE')
step('stop')
openstack('server', 'stop', 'osc-a')
await waitFor('SHUTOFF', () => status('osc-a'))
step('start')
openstack('server', 'start', 'osc-a')
await waitFor('ACTIVE', () => status('osc-a'))
step('reboot')
openstack('server', 'reboot', '--wait', 'osc-a')
openstack('server', 'reboot', '--hard', '--wait', 'osc-a')
step('resize')
openstack('server', 'resize', '--flavor', CLIENT_RESIZE_FLAVOR, '--wait', 'osc-a')
if (CLIENT_RESIZE === 'confirm') openstack('server', 'resize', 'confirm', 'osc-a')
await waitFor('ACTIVE', () => status('osc-a'))
expectText(show('osc-a').flavor, CLIENT_RESIZE_FLAVOR)

step('attach a volume')
openstack('server', 'add', 'volume', 'osc-a', CLIENT_VOLUME)
await waitFor('in-use', () => openstack('volume', 'show', '-f', 'value', '-c', 'status', CLIENT_VOLUME))
step('detach a volume')
openstack('server', 'remove', 'volume', 'osc-a', CLIENT_VOLUME)
await waitFor('available', () => openstack('volume', 'show', '-f', 'value', '-c', 'status', CLIENT_VOLUME))
step('add a group')
openstack('server', 'add', 'security', 'group', 'osc-a', CLIENT_GROUP)
expectText(JSON.stringify(show('osc-a').security_groups), CLIENT_GROUP)
step('remove a group')
openstack('server', 'remove', 'security', 'group', 'osc-a', CLIENT_GROUP)
expect(!JSON.stringify(show('osc-a').security_groups).includes(CLIENT_GROUP), 'no such group', CLIENT_GROUP)

step('snapshot')
boot('osc-b', '--flavor', CLIENT_LOCAL_FLAVOR)
openstack('server', 'image', 'create', '--name', 'osc-image', '--wait', 'osc-b')
expectText(openstack('image', 'list', '--private'), 'osc-image')
step('delete')
openstack('server', 'delete', '--wait', 'osc-a', 'osc-b')
expect(show('osc-a') === undefined, 'no server', 'osc-a')
openstack('image', 'delete', 'osc-image')
openstack('keypair', 'delete', 'osc-key')
