import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import { type Defect, defineFault, ofLaterEdition } from '../define-fault.ts'
import { isCallOf } from '../list-queries.ts'

/** Stores the value of a pair that is set in another form. */
const storedAs = (convert: (value: string) => string): Defect =>
  replaceMetadata.overrideWhen(isCallOf('servers.metadata.set-item'), (original, call, server, pairs) => {
    const key = call.param('key')
    original(call, server, { ...pairs, [key]: convert(pairs[key] ?? '') })
  })

const capitalized: Readonly<Record<string, string>> = { true: 'True', false: 'False' }

/** Faults by which values that look like another type, or that another format escapes, are stored in another form. */
export const convertedValueFaults = [
  defineFault(
    'deep-metadata-leading-zeros-lost',
    'metadata.set.creates',
    'A value of digits loses its leading zeros when it is set.',
    storedAs((value) => (/^\d+$/.test(value) ? String(Number(value)) : value)),
  ),
  defineFault(
    'deep-metadata-booleans-capitalized',
    'metadata.set.creates',
    'The value true is stored as True, and false as False.',
    storedAs((value) => capitalized[value] ?? value),
  ),
  defineFault(
    'deep-metadata-null-emptied',
    'metadata.set.creates',
    'The value null is stored as an empty text.',
    storedAs((value) => (value === 'null' ? '' : value)),
  ),
  defineFault(
    'deep-metadata-values-escaped',
    'metadata.set.changes',
    'An ampersand in a value is stored as an entity of HTML.',
    storedAs((value) => value.replaceAll('&', '&amp;')),
  ),
].map(ofLaterEdition)
