/** What the emulator knows: the public flavors, images and networks, and what its one tenant made. */
import { randomBytes } from 'node:crypto'

export const tenant = '5f2ab0c1d3e94f67a8b9c0d1e2f3a4b5'
export const user = '0d9c8b7a6f5e4d3c2b1a09f8e7d6c5b4'
export const zones: readonly string[] = ['kr-test-1', 'kr-test-2']

let made = 0

/** Returns a UUID of version 7, which is ordered by time. */
export const newId = (): string => {
  const time = Date.now().toString(16).padStart(12, '0')
  made += 1
  const hex = `${time}7${(made % 4096).toString(16).padStart(3, '0')}8${randomBytes(8).toString('hex').slice(0, 15)}`
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

export interface Flavor {
  readonly id: string
  readonly name: string
  readonly ram: number
  readonly vcpus: number
  readonly disk: number
  readonly isDisabled: boolean
}

const flavor = (name: string, vcpus: number, ram: number, disk = 0, isDisabled = false): Flavor => ({
  id: newId(),
  name,
  ram,
  vcpus,
  disk,
  isDisabled,
})

/** The first one cannot be used any more. */
export const flavors: readonly Flavor[] = [
  flavor('t1.c1m1', 1, 1024, 0, true),
  flavor('t2.c1m1', 1, 1024),
  flavor('m2.c1m2', 1, 2048),
  flavor('m2.c2m4', 2, 4096),
  flavor('u2.c1m1', 1, 1024, 20),
  flavor('u2.c2m4', 2, 4096, 40),
]

export const isLocal = ({ name }: Flavor): boolean => name.startsWith('u2.')

export interface Image {
  readonly id: string
  readonly name: string
  readonly minDisk: number
  readonly minRam: number
  readonly osType: 'Windows' | 'linux'
  readonly visibility: 'public' | 'private'
  readonly created: string
  readonly properties: Record<string, unknown>
  status: 'queued' | 'saving' | 'active'
}

export interface Volume {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly zone: string
  readonly isBootable: boolean
  readonly type: string
  status: string
}

export interface Port {
  readonly id: string
  readonly name: string
  readonly mac: string
  readonly address: string
  readonly isOwned: boolean
  groups: readonly string[]
  server: string | undefined
}

export interface Keypair {
  readonly id: number
  readonly name: string
  readonly publicKey: string
  readonly fingerprint: string
  readonly created: string
}

export interface ServerGroup {
  readonly id: string
  readonly name: string
  readonly members: Set<string>
}

export interface Attachment {
  readonly device: string
  readonly volume: Volume
  readonly isKept: boolean
}

export interface Instance {
  readonly id: string
  readonly image: Image | undefined
  readonly root: Volume | undefined
  readonly keepsRoot: boolean
  readonly keyName: string | null
  readonly zone: string
  readonly reservation: string
  readonly created: string
  readonly metadata: Map<string, string>
  readonly attachments: Map<string, Attachment>
  readonly ports: readonly Port[]
  name: string
  flavor: Flavor
  groups: readonly string[]
  status: string
  vmState: string
  task: string | null
  host: string
  updated: string
  launched: string | null
  terminated: string | null
  fault: string | undefined
}

const image = (name: string, osType: Image['osType'], minDisk: number, minRam: number): Image => ({
  id: newId(),
  name,
  minDisk,
  minRam,
  osType,
  visibility: 'public',
  properties: {},
  created: '2026-02-03T04:05:06Z',
  status: 'active',
})

/** Creates a volume that the tenant has had before. */
const volume = (name: string, size: number, isBootable: boolean): Volume => ({
  id: newId(),
  name,
  size,
  zone: zones[0] ?? '',
  isBootable,
  type: 'General HDD',
  status: 'available',
})

export const network = { id: newId(), subnet: newId(), name: 'Default Network', prefix: '10.20.30.' }
export const outside = { id: newId(), subnet: newId(), name: 'Public Network' }

export type Store = ReturnType<typeof createStore>

/** `needsKeys`: a server cannot be had without a key, as the table says. */
export function createStore(needsKeys: boolean) {
  const images = [
    image('Windows 2025 STD', 'Windows', 50, 2048),
    image('Ubuntu Server 24.04 LTS', 'linux', 20, 0),
    image('Debian 13', 'linux', 20, 0),
  ]
  const volumes = [volume('spare', 10, false), volume('system', 20, true)]
  return {
    needsKeys,
    images: new Map(images.map((each) => [each.id, each])),
    keypairs: new Map<string, Keypair>(),
    serverGroups: new Map<string, ServerGroup>(),
    servers: new Map<string, Instance>(),
    volumes: new Map(volumes.map((each) => [each.id, each])),
    ports: new Map<string, Port>(),
    securityGroups: new Map<string, string>([
      [newId(), 'default'],
      [newId(), 'web'],
    ]),
  }
}

export const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`
export const nowInDetail = (): string => `${new Date().toISOString().slice(0, 23)}000`
