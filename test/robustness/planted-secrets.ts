/** Thirteen secrets, the encodings in which a target can repeat them, and a scan of text for all of them. */

/** By where each comes from. */
export const secrets = {
  password: 'Pw-4rosebud-Zx81!',
  otherPassword: 'Pw-5kane-Qy72?xanadu',
  applicationSecret: 'ac-SECRET-0f9e8d7c6b5a4f3e2d1c0b9a',
  token: 'gAAAAABmToken0000aaaaBBBBccccDDDDeeeeFFFFgggg_hhhh-iiii',
  otherToken: 'gAAAAABmOther1111qqqqRRRRssssTTTTuuuuVVVVwwww_xxxx-yyyy',
  adminPass: 'adm1nP4ss+word/Q',
  privateKey: `-----BEGIN RSA PRIVATE KEY-----\n${['MIIEpQIBAAKCAQEA7planted', 'Zk9vUm9zZWJ1ZFhhbmFkdUthbmU', 'c2xlZHNsZWRzbGVkc2xlZA=='].join('\n')}\n-----END RSA PRIVATE KEY-----\n`,
  userData: Buffer.from('#!/bin/sh\necho planted-user-data-42 | passwd --stdin root\n').toString('base64'),
  temporaryUrl: '0123456789abcdef89abcdef0123456701234567',
  amazonSignature: 'fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210',
  cookie: 'session-cookie-Xanadu-1941',
  subjectToken: 'subject-token-Kane-1941-aaaabbbbcccc',
  metadata: 'md-Bernstein-0451-white-dress',
} as const

export const allSecrets = Object.values(secrets)

export const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64url = (text: string) => Buffer.from(text).toString('base64url')
export const percentEncoded = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
export const unicodeEscaped = (text: string) =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
/** Returns percent encoding or Unicode escapes with the digits A to F in upper case. */
export const withUpperCaseDigits = (escaped: string) =>
  escaped.replace(/(?:%|\\u)[0-9a-f]+/g, (code) =>
    code.startsWith('%') ? code.toUpperCase() : `\\u${code.slice(2).toUpperCase()}`,
  )
/** Returns hexadecimal text in upper case, which has the same value; other text unchanged. */
const upperCaseHex = (text: string) => (/^[0-9a-f]+$/.test(text) ? text.toUpperCase() : text)
/** Returns the text as it is inside a JSON string. */
export const jsonEscaped = (text: string) => JSON.stringify(text).slice(1, -1)

/** Returns the encodings that the scan looks for. Base64 is cut where its digits depend on the surrounding text. */
export const encodingsOf = (secret: string): string[] => [
  secret,
  jsonEscaped(secret),
  jsonEscaped(jsonEscaped(secret)),
  encodeURIComponent(secret),
  percentEncoded(secret),
  withUpperCaseDigits(percentEncoded(secret)),
  unicodeEscaped(secret),
  withUpperCaseDigits(unicodeEscaped(secret)),
  upperCaseHex(secret),
  base64url(secret).slice(0, -2),
  base64(secret).replace(/=+$/, '').slice(0, -2),
  base64(`:${secret}`).slice(2, -4),
  base64(`::${secret}`).slice(3, -4),
]

/**
 * Returns the length of a piece that reveals a secret: 16 characters, or eight of the secret where each is an escape
 * sequence.
 */
function revealingLength(encoded: string): number {
  if (/^(%..)+$/.test(encoded)) return 24
  return /^(\\u....)+$/.test(encoded) ? 48 : 16
}

/** Every piece that reveals a secret, with the name of the secret. */
const pieces: ReadonlyMap<string, string> = new Map(
  Object.entries(secrets).flatMap(([name, secret]) =>
    encodingsOf(secret.replace(/-----[^-]*-----\n/g, '')).flatMap((encoded) => {
      const length = Math.min(revealingLength(encoded), encoded.length)
      return Array.from(
        { length: encoded.length - length + 1 },
        (_, start) => [encoded.slice(start, start + length), name] as const,
      )
    }),
  ),
)
const lengths: readonly number[] = [...new Set([...pieces.keys()].map((piece) => piece.length))]
/** Characters by which a position of a text is recognized as the possible start of a piece. */
const startLength = 4
const starts: ReadonlySet<string> = new Set([...pieces.keys()].map((piece) => piece.slice(0, startLength)))

/** Describes each secret that a text contains, entirely or in part, with the surrounding text. Reads the text once: reports are long. */
export function findSecrets(text: string): string[] {
  const found = new Map<string, string>()
  for (let at = 0; at < text.length; at++) {
    if (!starts.has(text.slice(at, at + startLength))) continue
    for (const length of lengths) {
      const piece = text.slice(at, at + length)
      const name = pieces.get(piece)
      if (name !== undefined && !found.has(name))
        found.set(name, `${name} as ${piece}: ${text.slice(Math.max(0, at - 80), at + length + 60)}`)
    }
  }
  return [...found.values()]
}

/** All secrets in all encodings, as the text of a field. */
export const echo = allSecrets
  .flatMap((secret) => [
    ...[secret, upperCaseHex(secret), percentEncoded(secret), withUpperCaseDigits(percentEncoded(secret))],
    ...[encodeURIComponent(secret), base64(secret), base64(`u:${secret}`), base64url(secret)],
  ])
  .join(' and ')
