/**
 * Server lifecycle with OpenTofu (or Terraform) and the OpenStack provider. Each step changes the variables of main.tf and
 * applies them; the plan after it has to be empty.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTofu, scratchFolder } from '../packages.mjs'
import { run, tryRun } from './shell.mjs'
import { expect, step } from './steps.mjs'

const { CLIENT_FLAVOR, CLIENT_GROUP, CLIENT_IMAGE, CLIENT_IMAGE_NAME, CLIENT_NETWORK } = process.env
const { CLIENT_NETWORK_NAME, CLIENT_RESIZE_FLAVOR, CLIENT_VOLUME, CLIENT_ZONE } = process.env
const folder = mkdtempSync(join(tmpdir(), 'tofu-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

// Use the provider that was built from its Go module, so nothing is downloaded from a registry.
const overrides = `dev_overrides { "terraform-provider-openstack/openstack" = "${join(scratchFolder, 'bin')}" }`
writeFileSync(join(folder, 'tofurc'), `provider_installation {\n  ${overrides}\n  direct {}\n}\n`)
cpSync(join(import.meta.dirname, '../terraform-provider-openstack/main.tf'), join(folder, 'main.tf'))
Object.assign(process.env, {
  TF_CLI_CONFIG_FILE: join(folder, 'tofurc'),
  TF_IN_AUTOMATION: '1',
  CHECKPOINT_DISABLE: '1',
  TF_VAR_image: CLIENT_IMAGE_NAME,
  TF_VAR_network: CLIENT_NETWORK_NAME,
  TF_VAR_volume: CLIENT_VOLUME,
})

const tofu = [findTofu(), `-chdir=${folder}`]
let variables = { flavor: CLIENT_FLAVOR, power: 'active', groups: ['default'], is_attached: false }

const variableOptions = () =>
  Object.entries(variables).map(
    ([name, value]) => `-var=${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )

/** Applies changed variables; the plan after it has to be empty. @returns the outputs */
function apply(changes) {
  variables = { ...variables, ...changes }
  run(...tofu, 'apply', '-auto-approve', '-no-color', ...variableOptions())
  const plan = tryRun(...tofu, 'plan', '-detailed-exitcode', '-no-color', ...variableOptions())
  expect(plan.code === 0, 'a plan without changes', plan.code)
  return JSON.parse(run(...tofu, 'output', '-json'))
}

/** Applies a single resource or data source. @returns its outputs */
function applyOnly(target) {
  run(...tofu, 'apply', '-auto-approve', '-no-color', `-target=${target}`, ...variableOptions())
  return JSON.parse(run(...tofu, 'output', '-json'))
}

step('list flavors')
const { flavor } = applyOnly('data.openstack_compute_flavor_v2.chosen')
expect(flavor.value === CLIENT_FLAVOR, CLIENT_FLAVOR, flavor)
step('list zones')
const { zones } = applyOnly('data.openstack_compute_availability_zones_v2.all')
expect(zones.value.includes(CLIENT_ZONE), CLIENT_ZONE, zones)
step('list images')
const { image } = applyOnly('data.openstack_images_image_v2.chosen')
expect(image.value === CLIENT_IMAGE, CLIENT_IMAGE, image)
step('list networks')
const { network } = applyOnly('data.openstack_networking_network_v2.chosen')
expect(network.value === CLIENT_NETWORK, CLIENT_NETWORK, network)
step('create a keypair')
applyOnly('openstack_compute_keypair_v2.key')
step('boot')
const first = apply({})
expect(first.address.value !== '', 'an address', first.address)
step('stop')
apply({ power: 'shutoff' })
step('start')
apply({ power: 'active' })
step('resize')
expect(apply({ flavor: CLIENT_RESIZE_FLAVOR }).server.value === first.server.value, 'the same server', 'another')
step('attach a volume')
apply({ is_attached: true })
step('add a group')
apply({ groups: ['default', CLIENT_GROUP] })
step('detach a volume')
apply({ is_attached: false })
step('remove a group')
apply({ groups: ['default'] })
step('delete')
run(...tofu, 'destroy', '-auto-approve', '-no-color', ...variableOptions())
expect(run(...tofu, 'state', 'list') === '', 'nothing left', 'something')
