/** Takes secrets out of whatever is recorded: reports, logs, the journal and curl lines show none. */

const secretHeaders = new Set([
  'x-auth-token',
  'x-subject-token',
  'x-service-token',
  'authorization',
  'cookie',
  'set-cookie',
])
const secretKeys = new Set([
  'adminpass',
  'admin_password',
  'password',
  'private_key',
  'user_data',
  'secret',
  'token',
  'access_token',
  'x-auth-token',
  'x-subject-token',
])

export const removed = '(removed)'

export interface Redactor {
  headers(headers: Readonly<Record<string, string>>): Record<string, string>
  text(text: string): string
}

const pem = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g
/** A quoted JSON member whose name is a secret's, with a string for a value, however the text around it is broken. */
const member = /"([A-Za-z_-]{3,20})"(\s*:\s*)"(?:[^"\\]|\\[\s\S])*("|$)/g

/** `secrets` are values known beforehand, such as the token; they are taken out wherever they turn up. */
export function redactor(secrets: readonly (string | undefined)[]): Redactor {
  const known = secrets.filter((secret) => secret !== undefined).filter((secret) => secret.length >= 6)
  const text = (value: string): string => {
    let clean = value
    for (const secret of known) clean = clean.replaceAll(secret, removed)
    clean = clean.replace(pem, removed)
    return clean.replace(member, (whole, key: string, colon: string) =>
      secretKeys.has(key.toLowerCase()) ? `"${key}"${colon}"${removed}"` : whole,
    )
  }
  return {
    text,
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          secretHeaders.has(name.toLowerCase()) ? removed : text(value),
        ]),
      ),
  }
}
