/** Where secrets are to be expected, whatever their value: names of members, parameters and headers, and the form of keys. */

/** What stands in the place of a secret. */
export const placeholder = '(removed)'

/** Headers that carry credentials and nothing else. */
export const isSecretHeader = (name: string): boolean =>
  /^(x-(auth|subject|service|storage|vault)-token|(proxy-)?authorization|(set-)?cookie|x-amz-security-token)$/i.test(
    name,
  )

/** Names of JSON members, form fields and query parameters. */
const secretNames = new Set([
  'adminpass',
  'admin_pass',
  'admin_password',
  'adminpassword',
  'original_password',
  'password',
  'passwd',
  'passphrase',
  'private_key',
  'privatekey',
  'user_data',
  'userdata',
  'secret',
  'secret_key',
  'client_secret',
  'application_credential_secret',
  'token',
  'access_token',
  'refresh_token',
  'auth_token',
  'api_key',
  'apikey',
  'x-auth-token',
  'x-subject-token',
  'x-service-token',
  'authorization',
  'signature',
  'sig',
  'temp_url_sig',
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
  'x-goog-signature',
  'x-goog-credential',
  'x-oss-signature',
])

/** Nova writes extended attributes with their extension before the name. */
const isSecretName = (name: string): boolean => secretNames.has(name.toLowerCase().replace(/^os-ext-[a-z-]+:/, ''))

const pem =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g
/** Name and beginning of a member as JSON writes it, or Python when it prints an object, however the text around it is broken. */
const member = /(["'])([\w:-]{3,60})\1\s{0,20}[:=]\s{0,20}(?:u?(["'])|(?=[-\d]))/g
const number = /-?\d[\d.eE+-]*/y
/** Name of a parameter in a query, a form or a cookie, and what its value is made of. */
const parameter = /(?<![\w-])([A-Za-z][\w-]{2,60})=/g
const parameterValue = /[^\s&;"'<>\\,(){}]*/y
/** `X-Auth-Token: value`, as a trace of a request has it. */
const headerLine =
  /(?<![\w-])(?:x-(?:auth|subject|service|storage)-token|(?:proxy-)?authorization|(?:set-)?cookie)\s{0,20}[:=]\s{0,20}([^\r\n"'<>\\]+)/gi
/** `https://user:password@host` */
const userInfo = /\/\/[^\s/@:"']{0,100}:([^\s/@"']{1,200})@/g

/** A secret that a text gives away by what stands around it. */
export interface SecretSpan {
  readonly from: number
  readonly to: number
  /** True when it is a value by itself, which may turn up elsewhere; false when it may be a sentence. */
  readonly isValue: boolean
}

/** Where a value in quotes ends that begins at `from`: at its quote, or where the text was cut off. */
function endOfQuoted(text: string, from: number, quote: string): number {
  let end = from
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1
  return Math.min(end, text.length)
}

/** How many characters a sticky pattern takes from a place on. */
function lengthOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(text)?.[0].length ?? 0
}

/** The stretch of so many characters before the end of a match. */
const last = (match: RegExpExecArray, length: number, after = 0, isValue = true): SecretSpan => {
  const to = match.index + match[0].length - after
  return { from: to - length, to, isValue }
}

function members(text: string): SecretSpan[] {
  const found: SecretSpan[] = []
  for (const { 0: whole, 2: name = '', 3: quote, index } of text.matchAll(member)) {
    if (!isSecretName(name)) continue
    const from = index + whole.length
    const to = quote === undefined ? from + lengthOf(number, text, from) : endOfQuoted(text, from, quote)
    found.push({ from, to, isValue: true })
  }
  return found
}

function parameters(text: string): SecretSpan[] {
  const found: SecretSpan[] = []
  for (const { 0: whole, 1: name = '', index } of text.matchAll(parameter)) {
    if (!isSecretName(name)) continue
    const from = index + whole.length
    found.push({ from, to: from + lengthOf(parameterValue, text, from), isValue: true })
  }
  return found
}

/** What stands for a secret where one was. */
const placeholders = new Set([placeholder, '$OS_TOKEN'])

/** All secrets that can be told by their surroundings. */
export function findSecrets(text: string): SecretSpan[] {
  const found = [...members(text), ...parameters(text)]
  for (const match of text.matchAll(pem)) found.push(last(match, match[0].length))
  for (const match of text.matchAll(headerLine))
    found.push(last(match, match[1]?.length ?? 0, 0, !/\S\s+\S+\s/.test(match[1] ?? '')))
  for (const match of text.matchAll(userInfo)) found.push(last(match, match[1]?.length ?? 0, 1))
  return found.filter(({ from, to }) => to > from && !placeholders.has(text.slice(from, to)))
}
