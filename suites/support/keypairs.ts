/** Keypairs in responses, and the SSH public keys that tests import. */
import { type ApiResponse, assume, type ComputeClient, type Matcher, requestLine, resolvePointer } from '#harness'
import { isMissingRoute } from './rejections.ts'

/** Public keys to import. Their private keys were deleted after generation. */
export const publicKeys = [
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCNjeAdeQgEcmLAyIOHVGCCD3YYjztkpPXidPcGSolA/3DZ6w7yNqbnJ81jsQTq2Dr3z7nckYrAT5e87jlr5DKFNS97PwPmMzqODOY/IXA7UpFLj5sIL5yJ/JH0tFE8FoPL/Irf01p5VPGIVLiBngnF9xy26YRek63KC0bh/zDHcIRJoV9vyj8mfIkpkxZ2zgNy77mr+zOhY+i2QM1lZP5L7um8oO0uCo/YYUeJoH+FRQSH83QbpbwZmACrCUGHHubPT0R+2afLDrkK5dR413HZ6kCj0Bq/Rqy2plxTSWFkcS/bYBaRoUnifeFblKRpbG10xbMdSthCtpnvlztV009z conformance',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDA5b0QvFKLzOX9+AvydXpy4SKqwzqwG38zYQBJHmW1RUE4j0ot/J2XDTtcRtppBvsSA1mg7mK15Zs2ORoE/izwvk+0+F1SvqDBkj+/7Bv2qEnnA1xsM8hGS99VOqrXvjpADPWOD4mfP6+Cr75HQ4RuzriJmlMTZO2TaBZ25erJD40WNejcmFUDRO8K/AXDzMoLQOu7BoknJ7EUXyHrsrmMfwmqV4B4GGk8/tRPlN4m72FPIk/6pY6acjnYoGxqETTiH625U+OMY6QFEW3F3rKc2hyHjNw4/GMnqri0HXg9bM9mj5u7ll2FsCGJSEkFGrCYqN55nfvBg7p30KUUZYvL conformance, second key',
] as const

/** Returns the type of an SSH public key (RFC 4253, section 6.6), and the blob, which begins with the length and text of the same type. */
function publicKeyParts(text: string): { readonly type: string; readonly blob: Buffer } {
  const [type = '', base64 = ''] = text.trim().split(/\s+/)
  return { type, blob: Buffer.from(base64, 'base64') }
}

/** Tells whether a text is an SSH public key. */
export function isPublicKey(text: string): boolean {
  const { type, blob } = publicKeyParts(text)
  if (type === '' || blob.length < 4) return false
  const typeLength = blob.readUInt32BE(0)
  const hasKeyData = blob.length > 4 + typeLength + 4
  return blob.subarray(4, 4 + typeLength).toString('latin1') === type && hasKeyData
}

/** The number of bytes that begin the blob of any public key: the length and text of `ssh-rsa`. */
const shownBytes = 11

/** Matches a public key in the format of SSH. Reports remove keys, so the finding shows the beginning of the one that does not match. */
export const hasPublicKey: Matcher = (response) => {
  const pointer = 'body/keypair/public_key'
  const text = response.string(pointer)
  if (text === undefined || isPublicKey(text)) return undefined
  const { type, blob } = publicKeyParts(text)
  const beginning = blob.subarray(0, shownBytes).toString('hex').replace(/..\B/g, '$& ')
  return {
    message: 'The public key of the generated pair is not in the format of SSH.',
    at: pointer,
    expected: 'a key type, and base64 of bytes that begin with the length and text of the type (RFC 4253, section 6.6)',
    actual: `the type ${JSON.stringify(type.slice(0, 20))}, and bytes that begin with ${beginning}`,
  }
}

/** Returns the names in a list of keypairs, also of elements without the wrapper that `keypairs.list.wrapper` requires. */
const keypairNames = (response: ApiResponse): string[] =>
  response
    .array('body/keypairs')
    .map((element) => resolvePointer(element, 'element/keypair/name') ?? resolvePointer(element, 'element/name'))
    .filter((name) => typeof name === 'string')

/** Returns false for a successful response without an array, which `keypairs.list.array` covers. */
export const isKeypairList = (response: ApiResponse): boolean =>
  !response.isSuccess || Array.isArray(response.at('body/keypairs'))

/**
 * Returns a property of all keypairs with this name in a list, which may contain the keypairs of other users. Values that are not
 * strings are left out.
 */
export const listedKeypairProperties = (response: ApiResponse, name: string, property: string): readonly string[] =>
  response
    .array('body/keypairs')
    .filter((one) => resolvePointer(one, 'one/keypair/name') === name)
    .map((one) => resolvePointer(one, `one/keypair/${property}`))
    .filter((value) => typeof value === 'string')

/** Shows a new keypair until it is found or the propagation timeout has passed, and returns the last response. */
export async function showNewKeypair(compute: ComputeClient, keypairName: string): Promise<ApiResponse> {
  const show = () => compute.call('showKeypair', { path: { keypairName } })
  const isDecided = (response: ApiResponse) =>
    response.isSuccess || (isMissingRoute(response) && response.status !== 404)
  const { value } = await compute.poll(show, isDecided, 'propagation', 'a new keypair')
  return value
}

const actualNames = (response: ApiResponse): string =>
  response.isSuccess ? keypairNames(response).join(', ') || 'no keypairs' : String(response.status)

/** Matches a list that contains a keypair with this name. */
export const listsKeypair =
  (name: string): Matcher =>
  (response) =>
    response.isSuccess && keypairNames(response).includes(name)
      ? undefined
      : {
          message: `${requestLine(response)} leaves out a keypair that exists.`,
          at: 'body/keypairs',
          expected: `a keypair ${name}`,
          actual: actualNames(response),
        }

/** Matches a list without a keypair of this name. */
export const excludesKeypair =
  (name: string): Matcher =>
  (response) =>
    response.isSuccess && !keypairNames(response).includes(name)
      ? undefined
      : {
          message: `${requestLine(response)} lists a keypair that does not exist.`,
          at: 'body/keypairs',
          expected: `no keypair ${name}`,
          actual: actualNames(response),
        }

/**
 * Requires that a keypair still exists: only then must a create request with its name be rejected.
 * @throws InconclusiveError when showKeypair returns 404
 */
export async function assumeKeypairExists(compute: ComputeClient, keypairName: string): Promise<void> {
  const shown = await compute.call('showKeypair', { path: { keypairName } })
  assume(shown.status !== 404, 'The keypair no longer exists.', 'keypairs.show.by-name')
}
