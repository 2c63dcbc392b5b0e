import { describe, expect, test } from 'vitest'
import { capabilities as all, type TargetResources } from '#model'
import { type CapabilityInputs, determineCapabilities } from './capabilities.ts'

const resources: TargetResources = {
  image: 'i',
  windowsImage: 'w',
  flavor: 'f',
  resizeFlavor: 'r',
  localFlavor: 'l',
  smallFlavor: 's',
  bootVolume: true,
  network: 'n',
  subnet: 's',
  securityGroup: 'g',
  volume: 'v',
  bootableVolume: 'b',
  snapshot: 's',
}

const everything: CapabilityInputs = {
  profile: 'toast',
  root: true,
  documentPaths: true,
  readOnly: false,
  allowCostly: true,
  notFound: {},
  other: { tenant: 't2', token: 'tok' },
  resources,
  services: { image: 'http://i', network: 'http://n', blockStorage: 'http://v' },
  statusControl: { by: 'control', url: 'http://127.0.0.1:1/_emulator' },
}

const nothing: CapabilityInputs = {
  profile: 'toast',
  root: false,
  documentPaths: false,
  readOnly: false,
  allowCostly: false,
  notFound: {},
  resources: {},
  services: {},
}

function without(...names: readonly (keyof TargetResources)[]): TargetResources {
  return Object.fromEntries(Object.entries(resources).filter(([name]) => !names.some((removed) => removed === name)))
}

const noServerReason = (change: Partial<CapabilityInputs>) =>
  determineCapabilities({ ...everything, ...change }).missing.server

describe('capabilities', () => {
  test('are either available or missing with what to configure', () => {
    const complete = determineCapabilities(everything)
    expect(complete.capabilities.toSorted()).toEqual(all.toSorted())
    expect(complete.missing).toEqual({})
    const { capabilities, missing } = determineCapabilities(nothing)
    expect(capabilities).toEqual([])
    expect(Object.keys(missing).toSorted()).toEqual(all.toSorted())
  })

  test('include costly probes only where they are allowed', () => {
    expect(determineCapabilities({ ...everything, allowCostly: false }).missing).toEqual({
      costlyProbes: 'would cost money if the target accepted it; allow it with --allow-costly',
    })
  })

  test('include server with an image, a flavor and, for the vendor, a network', () => {
    expect(noServerReason({ resources: without('image') })).toBe('no image: set resources.image')
    expect(noServerReason({ resources: without('flavor') })).toBe('no flavor: set resources.flavor')
    expect(noServerReason({ resources: without('network', 'subnet') })).toMatch(/^no network/)
    expect(noServerReason({ resources: without('network') })).toBeUndefined()
    expect(noServerReason({ resources: without('network', 'subnet'), profile: 'nova' })).toBeUndefined()
    expect(noServerReason({ readOnly: true })).toBe('the run is read-only')
    const unknown = { resources: without('bootVolume'), notFound: { bootVolume: 'the family is unknown' } }
    expect(noServerReason(unknown)).toBe('the family is unknown')
    expect(noServerReason({ ...unknown, profile: 'nova' })).toBeUndefined()
  })

  test('have the reason of discovery where it found nothing', () => {
    const notFound = { volume: 'no unused volume: create one' }
    expect(determineCapabilities({ ...nothing, notFound }).missing.volume).toBe('no unused volume: create one')
  })

  test('include bootVolume and blockDeviceFlavor only for a flavor with a volume as root disk', () => {
    const { missing } = determineCapabilities({ ...everything, resources: { ...resources, bootVolume: false } })
    expect(Object.keys(missing).toSorted()).toEqual(['blockDeviceFlavor', 'bootVolume'])
  })
})
