import type { Random } from '../random.ts'

export interface Image {
  readonly id: string
  readonly name: string
  /** undefined for a public image. */
  readonly tenantId: string | undefined
  status: 'queued' | 'saving' | 'active'
  readonly minDisk: number
  readonly minRam: number
  readonly createdAt: number
  updatedAt: number
  /** Glance's additional properties, including the vendor's `os_*` ones. */
  properties: Readonly<Record<string, string>>
}

const linux = {
  os_type: 'linux',
  os_architecture: 'amd64',
  hypervisor_type: 'qemu',
  monitoring_agent: 'sysmon',
  login_username: 'ubuntu',
}

const windows = {
  ...linux,
  os_type: 'Windows',
  os_distro: 'Windows',
  os_version: '2016 STD',
  login_username: 'Administrator',
}

/** Tells whether an image is of Windows. */
export function isWindows(image: Image): boolean {
  return image.properties['os_type']?.toLowerCase() === 'windows'
}

export interface SeededImages {
  readonly linux: Image
  readonly windows: Image
}

/**
 * Adds the public images: `linuxCount` Linux images, the first of which fits every flavor, and one Windows image.
 */
export function seedImages(images: Map<string, Image>, random: Random, now: number, linuxCount = 2): SeededImages {
  const add = (name: string, minDisk: number, minRam: number, properties: Record<string, string>): Image => {
    const image: Image = {
      id: random.uuid(),
      name,
      tenantId: undefined,
      status: 'active',
      minDisk,
      minRam,
      createdAt: now,
      updatedAt: now,
      properties: { ...properties, description: name },
    }
    images.set(image.id, image)
    return image
  }
  const first = add('Ubuntu Server 18.04.6 LTS', 10, 0, { ...linux, os_distro: 'ubuntu', os_version: '18.04' })
  for (let number = 1; number < linuxCount; number++) {
    add(`CentOS 7.${number}`, 20, 1024, {
      ...linux,
      os_distro: 'centos',
      os_version: `7.${number}`,
      login_username: 'centos',
    })
  }
  return { linux: first, windows: add('Windows 2016 STD', 50, 2048, windows) }
}
