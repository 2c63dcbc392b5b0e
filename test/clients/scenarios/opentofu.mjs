/**
 * A server's life as OpenTofu (or Terraform) describes it, with the OpenStack provider: each step changes the description
 * and applies it, and a second plan has to find nothing left to do.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTofu, scratch } from '../packages.mjs'
import { attempt, run } from './shell.mjs'
import { expect, step } from './story.mjs'

const { CLIENT_FLAVOR, CLIENT_GROUP, CLIENT_IMAGE, CLIENT_IMAGE_NAME, CLIENT_NETWORK } = process.env
const { CLIENT_NETWORK_NAME, CLIENT_RESIZE_FLAVOR, CLIENT_VOLUME, CLIENT_ZONE } = process.env
const folder = mkdtempSync(join(tmpdir(), 'tofu-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

// The provider built from its Go module stands in for the one of a registry, so nothing is downloaded.
const overrides = `dev_overrides { "terraform-provider-openstack/openstack" = "${join(scratch, 'bin')}" }`
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
let description = { flavor: CLIENT_FLAVOR, power: 'active', groups: ['default'], is_attached: false }

/** The description as options of the command. */
const variables = () =>
  Object.entries(description).map(
    ([name, value]) => `-var=${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )

/** Applies a changed description; a plan after it has to be empty. @returns the outputs */
function apply(changes) {
  description = { ...description, ...changes }
  run(...tofu, 'apply', '-auto-approve', '-no-color', ...variables())
  const plan = attempt(...tofu, 'plan', '-detailed-exitcode', '-no-color', ...variables())
  expect(plan.code === 0, 'a plan without changes', plan.code)
  return JSON.parse(run(...tofu, 'output', '-json'))
}

/** Applies one part of the description alone. @returns the outputs that this part gives */
function applyOnly(part) {
  run(...tofu, 'apply', '-auto-approve', '-no-color', `-target=${part}`, ...variables())
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
run(...tofu, 'destroy', '-auto-approve', '-no-color', ...variables())
expect(run(...tofu, 'state', 'list') === '', 'nothing left', 'something')
