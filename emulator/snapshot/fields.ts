import * as v from 'valibot'

/**
 * Field types that the schemas of a snapshot share. They are declared by the value they stand for: the declarations of the library would
 * otherwise repeat how each is checked at every field.
 */
export const text = v.string()
export const flag = v.boolean()
/** Milliseconds since the epoch, or an offset in milliseconds. */
export const time: v.GenericSchema<number> = v.pipe(v.number(), v.finite())
export const count: v.GenericSchema<number> = v.pipe(v.number(), v.integer(), v.minValue(0))
export const stringMap = v.record(text, text)

/** Creates the schema of a list. */
export const listOf = <Item>(item: v.GenericSchema<Item>): v.GenericSchema<Item[], readonly Item[]> =>
  v.pipe(v.array(item), v.readonly())
