/** Keypairs. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { member, objectIn, type Route, refuse, textIn } from './http.ts'
import { type Keypair, nowInDetail, type Store, user } from './store.ts'

/** Reads a text of the wire format of SSH (RFC 4251, section 5), from base64url. */
const part = (bytes: Buffer): Buffer => {
  const padded = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
  const length = Buffer.alloc(4)
  length.writeUInt32BE(padded.length)
  return Buffer.concat([length, padded])
}

const generate = (name: string): readonly [publicKey: string, privateKey: string] => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' })
  const parts = [Buffer.from('ssh-rsa'), Buffer.from(e, 'base64url'), Buffer.from(n, 'base64url')].map(part)
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return [`ssh-rsa ${Buffer.concat(parts).toString('base64')} ${name}`, pem.toString()]
}

const registered = (key: unknown): string =>
  typeof key === 'string' && /^ssh-rsa [A-Za-z0-9+/=]{40,}/.test(key) ? key : refuse(400, 'Only RSA keys are known')

const shortOf = ({ name, publicKey, fingerprint }: Keypair) => ({ fingerprint, name, public_key: publicKey })

export function keypairRoutes(root: string, { keypairs }: Store): readonly Route[] {
  let count = 700
  const found = (name = ''): Keypair => keypairs.get(name) ?? refuse(404, 'No such keypair')
  return [
    [
      'GET',
      `${root}/os-keypairs`,
      () => ({ status: 200, body: { keypairs: [...keypairs.values()].map((pair) => ({ keypair: shortOf(pair) })) } }),
    ],
    [
      'GET',
      `${root}/os-keypairs/{}`,
      ({ params: [name] }) => {
        const pair = found(name)
        const times = { created_at: pair.created, updated_at: null, deleted_at: null, deleted: false }
        return { status: 200, body: { keypair: { id: pair.id, user_id: user, ...times, ...shortOf(pair) } } }
      },
    ],
    [
      'POST',
      `${root}/os-keypairs`,
      ({ body }) => {
        const wanted = objectIn(body, 'keypair')
        const name = textIn(wanted, 'name')
        if (keypairs.has(name)) return refuse(409, 'This name is taken')
        const given = member(wanted, 'public_key')
        const [publicKey, privateKey] = given === undefined ? generate(name) : [registered(given)]
        const fingerprint = `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace('=', '')}`
        count += 1
        const pair = { id: count, name, publicKey, fingerprint, created: nowInDetail() }
        keypairs.set(name, pair)
        return {
          status: 201,
          body: { keypair: { ...shortOf(pair), user_id: user, ...(privateKey && { private_key: privateKey }) } },
        }
      },
    ],
    [
      'DELETE',
      `${root}/os-keypairs/{}`,
      ({ params: [name] }) => {
        keypairs.delete(found(name).name)
        return { status: 204 }
      },
    ],
  ]
}
