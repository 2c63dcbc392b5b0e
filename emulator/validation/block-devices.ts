import { badRequest } from '../server/errors.ts'
import { choice, flag, integer, invalid, type RequestFields, required, text, uuidText } from './fields.ts'

export const sourceTypes = ['blank', 'snapshot', 'volume', 'image'] as const
export const destinationTypes = ['local', 'volume'] as const

/** The largest value of the column in Nova's database, in GB. */
const largestSize = 2 ** 31 - 1

/** One entry of block_device_mapping_v2, whose references are not yet resolved. */
export interface BlockDevice {
  readonly source: (typeof sourceTypes)[number]
  readonly destination: (typeof destinationTypes)[number]
  /** undefined for a disk that the server does not boot from: absent, null or negative in the request. */
  readonly bootIndex: number | undefined
  /** '' for a blank source, and for no other. */
  readonly sourceId: string
  /** GB */
  readonly size: number | undefined
  readonly deleteOnTermination: boolean
  readonly volumeType: string | undefined
}

/**
 * Reads one entry. The default destination is a volume: only the u2 family has disks on the host, and a request names
 * those explicitly.
 * @throws ApiError 400 for an unknown type, a missing or superfluous uuid, or a value of the wrong type.
 */
export function readBlockDevice(entry: RequestFields): BlockDevice {
  checkDeviceNames(entry)
  const source = choice(required(entry, 'source_type', 'block_device_mapping_v2'), 'source_type', sourceTypes)
  return {
    source,
    destination: choice(entry['destination_type'] ?? 'volume', 'destination_type', destinationTypes),
    bootIndex: readBootIndex(entry['boot_index']),
    sourceId: readSourceId(entry, source),
    size: readSize(entry['volume_size']),
    deleteOnTermination: readDeleteOnTermination(entry['delete_on_termination']),
    volumeType: isEmpty(entry['volume_type']) ? undefined : text(entry['volume_type'], 'volume_type', 0, 255),
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** Checks values that the emulator does not use, as Nova does. */
function checkDeviceNames(entry: RequestFields): void {
  for (const key of ['guest_format', 'disk_bus', 'device_type'])
    if (entry[key] !== undefined) text(entry[key], key, 0, 255)
  if (entry['device_name'] === undefined) return
  const name = text(entry['device_name'], 'device_name', 1, 255)
  if (!/^[\w.\-/]+$/.test(name)) throw invalid('device_name', name, 'It is not the path of a device')
}

/** Reads `delete_on_termination`: the document says Boolean, and its example has 1. */
function readDeleteOnTermination(value: unknown): boolean {
  if (value === undefined || value === 0) return false
  return value === 1 || flag(value, 'delete_on_termination')
}

function readSize(value: unknown): number | undefined {
  if (value === undefined) return undefined
  const size = integer(value, 'volume_size', 1)
  if (size > largestSize) throw invalid('volume_size', value, `It is more than ${largestSize}`)
  return size
}

function readBootIndex(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  const index = integer(value, 'boot_index', Number.NEGATIVE_INFINITY)
  return index < 0 ? undefined : index
}

function readSourceId(entry: RequestFields, source: BlockDevice['source']): string {
  const hasUuid = !isEmpty(entry['uuid'])
  if (source === 'blank') {
    if (hasUuid) throw invalid('uuid', entry['uuid'], 'A blank device has no source')
    return ''
  }
  if (!hasUuid) throw badRequest(`Block Device Mapping is invalid: a device from a ${source} needs its uuid.`)
  return uuidText(entry['uuid'], 'uuid')
}

/**
 * Checks that the boot indexes are 0, 1, 2… without a gap (Nova, _validate_bdm).
 * @throws ApiError 400
 */
export function checkBootSequence(devices: readonly BlockDevice[]): void {
  const indexes = devices.flatMap(({ bootIndex }) => (bootIndex === undefined ? [] : [bootIndex])).sort((a, b) => a - b)
  if (indexes.length === 0 || indexes.some((index, position) => index !== position)) {
    throw badRequest('Block Device Mapping is invalid: the boot sequence must start at 0 and have no gaps.')
  }
}
