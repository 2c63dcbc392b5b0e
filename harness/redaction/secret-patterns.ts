/** Finds unknown secrets by the names of members, parameters and headers, and by the format of private keys. */

import { tokensInShell } from './sent-token.ts'

/** Replaces a secret. */
export const placeholder = '(removed)'

/** Texts that already replace a secret. */
const placeholders = new Set([placeholder, ...tokensInShell])

/** Tells whether a header carries credentials and nothing else. */
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

/** Nova prefixes the names of extended attributes with the extension. */
const isSecretName = (name: string): boolean => secretNames.has(name.toLowerCase().replace(/^os-ext-[a-z-]+:/, ''))

const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g
/** The name of a member and the start of its value, in JSON or in a printed Python object, even within broken JSON. */
const memberStart = /(["'])([\w:-]{3,60})\1\s{0,20}[:=]\s{0,20}(?:u?(["'])|(?=[-\d]))/g
const number = /-?\d[\d.eE+-]*/y
/** The name of a parameter in a query, a form or a cookie. */
const parameterName = /(?<![\w-])([A-Za-z][\w-]{2,60})=/g
const parameterValue = /[^\s&;"'<>\\,(){}]*/y
/** `X-Auth-Token: value`, as in the trace of a request. */
const headerLine =
  /(?<![\w-])(?:x-(?:auth|subject|service|storage)-token|(?:proxy-)?authorization|(?:set-)?cookie)\s{0,20}[:=]\s{0,20}([^\r\n"'<>\\]+)/gi
/** `https://user:password@host` */
const userInfo = /\/\/[^\s/@:"']{0,100}:([^\s/@"']{1,200})@/g

/** A range of a text that its context marks as secret. */
export interface SecretSpan {
  readonly from: number
  readonly to: number
  /** True when the range is a value that may appear elsewhere; false when it may be a sentence. */
  readonly isValue: boolean
}

/** Returns the end of a quoted value: its closing quote, or the end of a truncated text. */
function endOfQuoted(text: string, from: number, quote: string): number {
  let end = from
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1
  return Math.min(end, text.length)
}

/** Characters that a sticky pattern matches at a position. */
function matchLength(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position
  return pattern.exec(text)?.[0].length ?? 0
}

function memberValues(text: string): SecretSpan[] {
  return [...text.matchAll(memberStart)].flatMap(({ 0: start, 2: name = '', 3: quote, index }) => {
    if (!isSecretName(name)) return []
    const from = index + start.length
    const to = quote === undefined ? from + matchLength(number, text, from) : endOfQuoted(text, from, quote)
    return [{ from, to, isValue: true }]
  })
}

function parameterValues(text: string): SecretSpan[] {
  return [...text.matchAll(parameterName)].flatMap(({ 0: start, 1: name = '', index }) => {
    if (!isSecretName(name)) return []
    const from = index + start.length
    return [{ from, to: from + matchLength(parameterValue, text, from), isValue: true }]
  })
}

const privateKeys = (text: string): SecretSpan[] =>
  [...text.matchAll(privateKey)].map(({ 0: key, index }) => ({ from: index, to: index + key.length, isValue: true }))

/** A header's value with several words may be a sentence. */
const headerValues = (text: string): SecretSpan[] =>
  [...text.matchAll(headerLine)].map(({ 0: line, 1: value = '', index }) => {
    const to = index + line.length
    return { from: to - value.length, to, isValue: !/\S\s+\S+\s/.test(value) }
  })

const passwordsInUrls = (text: string): SecretSpan[] =>
  [...text.matchAll(userInfo)].map(({ 0: start, 1: password = '', index }) => {
    const to = index + start.length - 1
    return { from: to - password.length, to, isValue: true }
  })

/** The searches. Each has a cheap test that every match passes: applying it first saves most of the time. */
const searches = [
  { sign: /["']/, find: memberValues },
  { sign: /=/, find: parameterValues },
  { sign: /PRIVATE KEY/, find: privateKeys },
  { sign: /[:=]/, find: headerValues },
  { sign: /@/, find: passwordsInUrls },
] as const

/** Returns all secrets that their context reveals. */
export function findSecrets(text: string): SecretSpan[] {
  return searches
    .flatMap(({ sign, find }) => (sign.test(text) ? find(text) : []))
    .filter(({ from, to }) => to > from && !placeholders.has(text.slice(from, to)))
}
