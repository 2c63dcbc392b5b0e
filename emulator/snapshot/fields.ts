import * as v from 'valibot'

/** Field types that the schemas of a snapshot share. */
export const text = v.string()
export const flag = v.boolean()
/** Milliseconds since the epoch, or an offset in milliseconds. */
export const time = v.pipe(v.number(), v.finite())
export const count = v.pipe(v.number(), v.integer(), v.minValue(0))
export const stringMap = v.record(text, text)

export const listOf = <Item>(item: v.GenericSchema<Item>) => v.pipe(v.array(item), v.readonly())
