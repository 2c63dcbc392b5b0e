/** Server lifecycle with `nova` of python-novaclient, which calls other services only to find an image or network by name. */
import { pythonCommand } from './python-commands.mjs'
import { expect, step, waitFor } from './steps.mjs'

const { CLIENT_FLAVOR, CLIENT_GROUP, CLIENT_IMAGE, CLIENT_IMAGE_NAME, CLIENT_LOCAL_FLAVOR } = process.env
const { CLIENT_NETWORK_NAME, CLIENT_RESIZE_FLAVOR, CLIENT_RESIZE, CLIENT_VOLUME, CLIENT_ZONE } = process.env
const { run: nova, tryRun } = pythonCommand('nova', 'novaclient.shell')
const nic = ['--nic', `net-name=${CLIENT_NETWORK_NAME}`]

/** Returns a field of the table that `nova show` prints; undefined if the server does not exist. */
async function field(server, name) {
  const { code, stdout } = await tryRun('show', '--minimal', server)
  const row = stdout.split('\n').find((line) => line.split('|')[1]?.trim() === name)
  return code === 0 ? row?.split('|')[2]?.trim() : undefined
}

const status = (server) => field(server, 'status')
const expectText = (output, text) => expect(output.includes(text), text, output)

step('list flavors')
expectText(await nova('flavor-list'), CLIENT_FLAVOR)
step('list zones')
expectText(await nova('availability-zone-list'), CLIENT_ZONE)
step('create a keypair')
expectText(await nova('keypair-add', 'nova-key'), 'PRIVATE KEY')
expectText(await nova('keypair-list'), 'nova-key')

step('boot')
const device = `source=image,id=${CLIENT_IMAGE},dest=volume,size=20,shutdown=remove,bootindex=0`
await nova(
  'boot',
  '--flavor',
  CLIENT_FLAVOR,
  '--block-device',
  device,
  ...nic,
  '--key-name',
  'nova-key',
  '--poll',
  'nova-a',
)
await waitFor('ACTIVE', () => status('nova-a'))
step('stop')
await nova('stop', 'nova-a')
await waitFor('SHUTOFF', () => status('nova-a'))
step('start')
await nova('start', 'nova-a')
await waitFor('ACTIVE', () => status('nova-a'))
step('reboot')
await nova('reboot', '--poll', 'nova-a')
await nova('reboot', '--hard', '--poll', 'nova-a')
step('resize')
await nova('resize', '--poll', 'nova-a', CLIENT_RESIZE_FLAVOR)
if (CLIENT_RESIZE === 'confirm') await nova('resize-confirm', 'nova-a')
await waitFor('ACTIVE', () => status('nova-a'))
await waitFor(CLIENT_RESIZE_FLAVOR, () => field('nova-a', 'flavor'))

step('attach a volume')
await nova('volume-attach', 'nova-a', CLIENT_VOLUME)
await waitFor(true, async () => (await nova('volume-attachments', 'nova-a')).includes(CLIENT_VOLUME))
step('detach a volume')
await nova('volume-detach', 'nova-a', CLIENT_VOLUME)
await waitFor(false, async () => (await nova('volume-attachments', 'nova-a')).includes(CLIENT_VOLUME))
step('add a group')
await nova('add-secgroup', 'nova-a', CLIENT_GROUP)
expectText(await nova('list-secgroup', 'nova-a'), CLIENT_GROUP)
step('remove a group')
await nova('remove-secgroup', 'nova-a', CLIENT_GROUP)
expect(!(await nova('list-secgroup', 'nova-a')).includes(CLIENT_GROUP), 'no such group', CLIENT_GROUP)

step('snapshot')
await nova('boot', '--flavor', CLIENT_LOCAL_FLAVOR, '--image', CLIENT_IMAGE_NAME, ...nic, '--poll', 'nova-b')
expectText(await nova('image-create', '--poll', '--show', 'nova-b', 'nova-image'), 'nova-image')
step('delete')
await nova('delete', 'nova-a', 'nova-b')
await waitFor(undefined, () => status('nova-a'))
await waitFor(undefined, () => status('nova-b'))
await nova('keypair-delete', 'nova-key')
