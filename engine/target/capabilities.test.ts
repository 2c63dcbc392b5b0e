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
}

const everything: CapabilityInputs = {
  profile: 'toast',
  root: true,
  readOnly: false,
  notFound: {},
  other: { tenant: 't2', token: 'tok' },
  resources,
  services: { image: 'http://i', network: 'http://n', blockStorage: 'http://v' },
  statusControl: { by: 'control', url: 'http://127.0.0.1:1/_emulator' },
}

const nothing: CapabilityInputs = {
  profile: 'toast',
  root: false,
  readOnly: false,
  notFound: {},
  resources: {},
  services: {},
}

function without(...names: readonly (keyof TargetResources)[]): TargetResources {
  return Object.fromEntries(Object.entries(resources).filter(([name]) => !names.some((gone) => gone === name)))
}

const whyNoServer = (change: Partial<CapabilityInputs>) =>
  determineCapabilities({ ...everything, ...change }).missing.server

describe('capabilities', () => {
  test('are all there, or all missing with something to do about it', () => {
    const whole = determineCapabilities(everything)
    expect(whole.capabilities.toSorted()).toEqual(all.toSorted())
    expect(whole.missing).toEqual({})
    const { capabilities, missing } = determineCapabilities(nothing)
    expect(capabilities).toEqual([])
    expect(Object.keys(missing).toSorted()).toEqual(all.toSorted())
  })

  test('include servers where an image, a flavor and, for the vendor, a network are known', () => {
    expect(whyNoServer({ resources: without('image') })).toBe('no image: set resources.image')
    expect(whyNoServer({ resources: without('flavor') })).toBe('no flavor: set resources.flavor')
    expect(whyNoServer({ resources: without('network', 'subnet') })).toMatch(/^no network/)
    expect(whyNoServer({ resources: without('network') })).toBeUndefined()
    expect(whyNoServer({ resources: without('network', 'subnet'), profile: 'nova' })).toBeUndefined()
    expect(whyNoServer({ readOnly: true })).toBe('the run is read-only')
    const unknown = { resources: without('bootVolume'), notFound: { bootVolume: 'the family is not known' } }
    expect(whyNoServer(unknown)).toBe('the family is not known')
    expect(whyNoServer({ ...unknown, profile: 'nova' })).toBeUndefined()
  })

  test('say what discovery says, where it has looked', () => {
    const notFound = { volume: 'no spare volume: make one' }
    expect(determineCapabilities({ ...nothing, notFound }).missing.volume).toBe('no spare volume: make one')
  })

  test('need a flavor whose root disk is a volume for what is about volumes as root disks', () => {
    const { missing } = determineCapabilities({ ...everything, resources: { ...resources, bootVolume: false } })
    expect(Object.keys(missing).toSorted()).toEqual(['blockDeviceFlavor', 'bootVolume'])
  })
})
