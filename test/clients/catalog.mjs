/** The clients with their packages and the commands of their scenarios. */

/** The steps that every scenario has to do, except those in `unsupported` of its client. */
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

const debianPackage = (name, check) => ({ kind: 'debian', name, check })
const pythonPackage = (name, module) => debianPackage(name, ['/usr/bin/python3', '-c', `import ${module}`])

/**
 * `identityVersions`: the client runs once with each; with the first it confirms its resize, with the others the service does.
 * `isRequired`: with `--strict`, the run fails if the client cannot be installed. `unsupported`: steps that the client cannot do,
 * with the reason. `startsProcesses`: the client is a process for each call, which takes long. The slowest clients come first, because
 * the others run at the same time.
 */
export const clients = [
  {
    name: 'openstackclient',
    isRequired: true,
    identityVersions: ['3', '2'],
    startsProcesses: true,
    packages: [debianPackage('python3-openstackclient', ['openstack', '--version'])],
    command: ['node', 'scenarios/openstackclient.mjs'],
    unsupported: {},
  },
  {
    name: 'terraform-provider-openstack',
    isRequired: false,
    identityVersions: ['3', '2'],
    // It always waits for VERIFY_RESIZE and confirms.
    alwaysConfirmsResize: true,
    packages: [
      { kind: 'tofu', name: 'tofu' },
      { kind: 'go', name: 'terraform-provider-openstack' },
    ],
    command: ['node', 'scenarios/opentofu.mjs'],
    unsupported: {
      reboot: 'a provider manages state, and a reboot leaves none',
      snapshot: 'the provider creates images from files, not from servers',
    },
  },
  {
    name: 'novaclient',
    isRequired: true,
    identityVersions: ['3', '2'],
    startsProcesses: true,
    packages: [debianPackage('python3-novaclient', ['nova', '--version'])],
    command: ['node', 'scenarios/novaclient.mjs'],
    unsupported: {
      'list images': 'removed in novaclient 7; boot looks it up by name',
      'list networks': 'removed in novaclient 7; boot looks it up by name',
    },
  },
  {
    name: 'openstacksdk',
    isRequired: true,
    identityVersions: ['3', '2'],
    packages: [pythonPackage('python3-openstacksdk', 'openstack')],
    command: ['/usr/bin/python3', '-u', 'scenarios/openstacksdk.py'],
    unsupported: {},
  },
  {
    name: 'libcloud',
    isRequired: false,
    identityVersions: ['3', '2'],
    packages: [pythonPackage('python3-libcloud', 'libcloud')],
    command: ['/usr/bin/python3', '-u', 'scenarios/apache_libcloud.py'],
    unsupported: {
      'list zones': 'the client has no such call',
      'add a group': 'the client sets security groups only on create, as the scenario does',
    },
  },
  {
    name: 'pkgcloud',
    isRequired: true,
    identityVersions: ['3', '2'],
    packages: [{ kind: 'npm', name: 'pkgcloud@2.2.0' }],
    command: ['node', 'scenarios/pkgcloud.mjs'],
    // It cannot send the block device mapping that every flavor except u2 requires, and u2 cannot be resized.
    faults: ['create-block-device-optional'],
    unsupported: { 'list zones': 'the client has no such call' },
  },
  {
    name: 'gophercloud',
    isRequired: true,
    identityVersions: ['3', '2'],
    packages: [{ kind: 'go', name: 'gophercloud' }],
    command: ['scratch/bin/gophercloud'],
    unsupported: {},
  },
]
