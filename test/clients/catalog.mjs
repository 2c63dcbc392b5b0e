/** The clients, what each needs on the machine, and how its story is run. */

/** What every client has to do. What one cannot, its `lacks` says, with the reason. */
export const steps = [
  'list flavors',
  'list zones',
  'list images',
  'list networks',
  'create a keypair',
  'boot',
  'stop',
  'start',
  'reboot',
  'resize',
  'attach a volume',
  'detach a volume',
  'add a group',
  'remove a group',
  'snapshot',
  'delete',
]

const debian = (name, check) => ({ kind: 'debian', name, check })
const python = (name, module) => debian(name, ['/usr/bin/python3', '-c', `import ${module}`])

/**
 * `identity`: the versions it signs in by. With the first, it confirms its resize; with another, it leaves that to the
 * service. `isCore`: it has to run wherever its packages can be had (`--strict`). The slowest come first, the others run
 * beside them.
 */
export const clients = [
  {
    name: 'openstackclient',
    isCore: true,
    identity: ['3', '2'],
    needs: [debian('python3-openstackclient', ['openstack', '--version'])],
    command: ['node', 'stories/openstackclient.mjs'],
    lacks: {},
  },
  {
    name: 'terraform-provider-openstack',
    isCore: false,
    identity: ['3', '2'],
    // It waits for VERIFY_RESIZE and confirms itself, whatever the version it signs in by.
    confirms: true,
    needs: [
      { kind: 'tofu', name: 'tofu' },
      { kind: 'go', name: 'terraform-provider-openstack' },
    ],
    command: ['node', 'stories/opentofu.mjs'],
    lacks: {
      reboot: 'a provider describes what is, and a restart leaves nothing to describe',
      snapshot: 'the provider makes images of files, not of servers',
    },
  },
  {
    name: 'novaclient',
    isCore: true,
    identity: ['3', '2'],
    needs: [debian('python3-novaclient', ['nova', '--version'])],
    command: ['node', 'stories/novaclient.mjs'],
    lacks: {
      'list images': 'gone since novaclient 7; it looks one up by name when it boots',
      'list networks': 'gone since novaclient 7; it looks one up by name when it boots',
    },
  },
  {
    name: 'openstacksdk',
    isCore: true,
    identity: ['3', '2'],
    needs: [python('python3-openstacksdk', 'openstack')],
    command: ['/usr/bin/python3', '-u', 'stories/openstacksdk.py'],
    lacks: {},
  },
  {
    name: 'libcloud',
    isCore: false,
    identity: ['3', '2'],
    needs: [python('python3-libcloud', 'libcloud')],
    command: ['/usr/bin/python3', '-u', 'stories/apache_libcloud.py'],
    lacks: {
      'list zones': 'it has no call for them',
      'add a group': 'it gives groups only while it boots, which the story does',
    },
  },
  {
    name: 'pkgcloud',
    isCore: true,
    identity: ['3', '2'],
    needs: [{ kind: 'npm', name: 'pkgcloud@2.2.0' }],
    command: ['node', 'stories/pkgcloud.mjs'],
    // It cannot send the block device mapping that every flavor but u2 needs, and u2 cannot be resized.
    faults: ['create-block-device-optional'],
    lacks: { 'list zones': 'it has no call for them' },
  },
  {
    name: 'gophercloud',
    isCore: true,
    identity: ['3', '2'],
    needs: [{ kind: 'go', name: 'gophercloud' }],
    command: ['scratch/bin/gophercloud'],
    lacks: {},
  },
]
