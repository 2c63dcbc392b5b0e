import type { FaultName } from './index.ts'

/** A type of faults that were seeded into REST services to compare test generators. */
export interface FaultType {
  readonly name: string
  /** The faults of the emulator that are examples of it. */
  readonly faults: readonly string[]
  /** The reason for having no example, or only a similar one. */
  readonly remark?: string
}

/** With names that the compiler checks. The declarations of the library do not list all faults for it. */
interface CheckedFaultType extends FaultType {
  readonly faults: readonly FaultName[]
}

/** The ten types of Zhang and Arcuri, Open Problems in Fuzzing RESTful APIs, ACM TOSEM 2023 (doi 10.1145/3597205), section 4.5. */
export const faultTypes: readonly FaultType[] = [
  { name: 'thrown 500', faults: ['malformed-json-as-server-error'] },
  { name: 'wrong type', faults: ['flavors-id-as-number', 'server-host-id-as-number', 'server-power-state-as-text'] },
  { name: 'undeclared 2xx', faults: ['status-list-servers', 'status-create-server', 'status-delete-server'] },
  {
    name: 'ignored maximum',
    faults: ['create-metadata-unlimited', 'create-user-data-unlimited', 'keypairs-name-limit-ignored'],
  },
  { name: 'ignored enum', faults: ['reboot-type-unchecked', 'resize-disk-config-unchecked'] },
  { name: 'ignored required', faults: ['create-name-optional', 'create-flavor-optional', 'reboot-type-optional'] },
  { name: 'bad Location', faults: ['create-image-location-to-collection', 'create-image-location-missing'] },
  { name: 'no-op DELETE', faults: ['delete-does-nothing', 'detach-does-nothing', 'keypairs-delete-does-nothing'] },
  {
    name: 'PUT acting as PATCH',
    faults: ['update-clears-others'],
    remark:
      'The only PUT of this API changes the attributes in the request and keeps the others; the fault clears them.',
  },
  { name: 'non-idempotent PUT', faults: ['update-not-idempotent'] },
] satisfies readonly CheckedFaultType[]
