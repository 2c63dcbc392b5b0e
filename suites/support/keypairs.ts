/** Keypairs in responses, and the SSH public keys that tests import. */
import { type ApiResponse, assume, type ComputeClient, type Matcher, requestLine, resolvePointer } from '#harness'
import { isMissingRoute } from './rejections.ts'

/** Public keys to import. Their private keys were deleted after generation. */
export const publicKeys = [
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCNjeAdeQgEcmLAyIOHVGCCD3YYjztkpPXidPcGSolA/3DZ6w7yNqbnJ81jsQTq2Dr3z7nckYrAT5e87jlr5DKFNS97PwPmMzqODOY/IXA7UpFLj5sIL5yJ/JH0tFE8FoPL/Irf01p5VPGIVLiBngnF9xy26YRek63KC0bh/zDHcIRJoV9vyj8mfIkpkxZ2zgNy77mr+zOhY+i2QM1lZP5L7um8oO0uCo/YYUeJoH+FRQSH83QbpbwZmACrCUGHHubPT0R+2afLDrkK5dR413HZ6kCj0Bq/Rqy2plxTSWFkcS/bYBaRoUnifeFblKRpbG10xbMdSthCtpnvlztV009z conformance',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDA5b0QvFKLzOX9+AvydXpy4SKqwzqwG38zYQBJHmW1RUE4j0ot/J2XDTtcRtppBvsSA1mg7mK15Zs2ORoE/izwvk+0+F1SvqDBkj+/7Bv2qEnnA1xsM8hGS99VOqrXvjpADPWOD4mfP6+Cr75HQ4RuzriJmlMTZO2TaBZ25erJD40WNejcmFUDRO8K/AXDzMoLQOu7BoknJ7EUXyHrsrmMfwmqV4B4GGk8/tRPlN4m72FPIk/6pY6acjnYoGxqETTiH625U+OMY6QFEW3F3rKc2hyHjNw4/GMnqri0HXg9bM9mj5u7ll2FsCGJSEkFGrCYqN55nfvBg7p30KUUZYvL conformance, second key',
] as const

/**
 * Tells whether a text is an SSH public key (RFC 4253, section 6.6): a type, and base64 of a blob that begins with the same type.
 */
export function isPublicKey(text: string): boolean {
  const [type = '', blob = ''] = text.trim().split(/\s+/)
  const bytes = Buffer.from(blob, 'base64')
  if (type === '' || bytes.length < 4) return false
  const typeLength = bytes.readUInt32BE(0)
  const hasKeyData = bytes.length > 4 + typeLength + 4
  return bytes.subarray(4, 4 + typeLength).toString('latin1') === type && hasKeyData
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
