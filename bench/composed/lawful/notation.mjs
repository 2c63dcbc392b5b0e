/** Variations in how JSON is written (RFC 8259): a client that parses JSON sees no difference. */

const reversed = (value) => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

const escaped = (text) =>
  text
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Numbers are outside of strings, and follow a colon or begin an item. */
const withNumbers = (body, write) => {
  const mark = '\u0001'
  const marked = JSON.stringify(body, (_, value) => (typeof value === 'number' ? `${mark}${value}${mark}` : value))
  return marked.replaceAll(/"\\u0001(.*?)\\u0001"/g, (_, number) => write(Number(number)))
}

const exponential = (number) =>
  Number.isInteger(number) && number !== 0 && number % 1_000 === 0 ? `${number / 1_000}e3` : `${number}`

const notation = (name, section, encode) => ({ name, source: `RFC 8259 ${section}`, group: 'encode', encode })

export const notations = [
  notation('key-order', '4', (body) => JSON.stringify(reversed(body))),
  notation('whitespace', '2', (body) => `\r\n ${JSON.stringify(body, null, '\t').replaceAll('\n', '\r\n')}\n\n`),
  notation('escapes', '7', (body) => escaped(JSON.stringify(body))),
  notation('decimal-integers', '6', (body) =>
    withNumbers(body, (number) => (Number.isInteger(number) ? `${number}.0` : `${number}`)),
  ),
  notation('exponents', '6', (body) => withNumbers(body, exponential)),
]
