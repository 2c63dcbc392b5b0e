import { createHash } from 'node:crypto'

export interface PlainKeypair {
  readonly name: unknown
  readonly public_key: string
  readonly fingerprint: string
  readonly user_id: string
  readonly id: number
  readonly created_at: string
  readonly updated_at: null
  readonly deleted_at: null
  readonly deleted: boolean
}

export function newKeypair(name: unknown, publicKey: string, id: number): PlainKeypair {
  const digest = createHash('md5').update(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64'))
  return {
    name,
    public_key: publicKey,
    fingerprint: digest.digest('hex').match(/../g)?.join(':') ?? '',
    user_id: 'somebody',
    id,
    created_at: new Date().toISOString().replace('Z', '000'),
    updated_at: null,
    deleted_at: null,
    deleted: false,
  }
}
