/** The configuration of Tempest for one emulator: both tenants as preconfigured accounts, without administrator. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes tempest.conf, accounts.yaml and .stestr.conf into a folder. */
export async function writeConfiguration(folder, { target, auth, resources, services }, { resize, flavorPrefix }) {
  const readJson = async (url) => (await fetch(url, { headers: { 'x-auth-token': auth.token } })).json()
  const { flavors } = await readJson(`${target.url}/v2/${target.tenant}/flavors/detail`)
  const [flavor, larger] = flavors
    .filter(({ name, ram }) => name.startsWith(flavorPrefix) && ram >= 2048)
    .sort((left, right) => left.ram - right.ram)
  const { images } = await readJson(`${services.image}/v2/images`)
  const otherImage = images.find(({ id, os_type }) => id !== resources.image && os_type === 'linux')
  const { extensions } = await readJson(`${target.url}/v2/${target.tenant}/extensions`)
  const { networks } = await readJson(`${services.network}/v2.0/networks?router:external=True`)
  const { network } = await readJson(`${services.network}/v2.0/networks/${resources.network}`)
  const settings = {
    DEFAULT: { log_dir: folder, log_file: 'tempest.log' },
    oslo_concurrency: { lock_path: join(folder, 'lock') },
    auth: {
      use_dynamic_credentials: false,
      test_accounts_file: join(folder, 'accounts.yaml'),
      default_credentials_domain_name: 'Default',
      create_isolated_networks: false,
    },
    identity: {
      uri: services.identity.replace(/v3$/, 'v2.0'),
      uri_v3: services.identity,
      auth_version: 'v3',
      region: 'KR1',
      v3_endpoint_type: 'public',
    },
    compute: {
      image_ref: resources.image,
      image_ref_alt: otherImage.id,
      flavor_ref: flavor.id,
      flavor_ref_alt: larger.id,
      fixed_network_name: network.name,
      // The emulator completes transitions between two polls, so no pause is needed.
      build_interval: 0,
      build_timeout: 20,
    },
    'compute-feature-enabled': {
      api_extensions: extensions.map(({ alias }) => alias).join(','),
      change_password: true,
      cold_migration: false,
      live_migration: false,
      personality: true,
      resize: resize === 'confirm',
      vnc_console: false,
      // Enables the tests of server metadata.
      xenapi_apis: true,
    },
    image: { region: 'KR1', build_timeout: 20 },
    network: { region: 'KR1', public_network_id: networks[0].id, floating_network_name: networks[0].name },
    service_available: { cinder: true, glance: true, horizon: false, neutron: true, nova: true, swift: false },
    validation: { run_validation: false },
    volume: { catalog_type: 'volumev3', build_interval: 0, volume_size: 20 },
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tempest.conf'), ini(settings))
  writeFileSync(
    join(folder, 'accounts.yaml'),
    ['conformance', 'other'].map((name) => account(name, network.name)).join(''),
  )
  writeFileSync(join(folder, '.stestr.conf'), ini({ DEFAULT: stestrSettings }))
}

const packages = '/usr/lib/python3/dist-packages'
const stestrSettings = { test_path: `${packages}/tempest/test_discover`, top_dir: packages }

const ini = (sections) =>
  Object.entries(sections)
    .map(
      ([name, values]) =>
        `[${name}]\n${Object.entries(values)
          .map(([key, value]) => `${key} = ${value}\n`)
          .join('')}\n`,
    )
    .join('')

const account = (name, network) => `- username: ${name}
  password: ${name}-password
  project_name: ${name}
  domain_name: Default
  resources: { network: ${network} }
`
