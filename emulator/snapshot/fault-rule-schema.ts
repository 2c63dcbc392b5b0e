import * as v from 'valibot'

const headerName = v.pipe(
  v.string(),
  v.regex(
    /^(?!(?:content-length|transfer-encoding|connection)$)[!#$%&'*+.^`|~\w-]+$/i,
    'expected the name of a header',
  ),
)
const headerValue = v.pipe(v.string(), v.regex(/^[\t\x20-\x7e]*$/, 'expected printable ASCII'))

/** Ten minutes, in milliseconds. */
const longestDelay = 600_000

/** The shape of a fault rule; `fault-injection/request-fault-rules.ts` says what its members mean. */
export const faultRuleSchema = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'expected a name of letters, digits, dots and hyphens'),
  ),
  operation: v.optional(v.pipe(v.string(), v.minLength(1))),
  method: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z]+$/, 'expected a method such as GET'))),
  path: v.optional(v.pipe(v.string(), v.startsWith('/', 'expected a path that begins with /'))),
  calls: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  delay: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(longestDelay))),
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
  headers: v.optional(v.record(headerName, headerValue)),
  reset: v.optional(v.boolean()),
  when: v.optional(v.picklist(['before', 'after'])),
})
