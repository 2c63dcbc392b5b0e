import type { TargetSettings } from '#model'

/**
 * Whether a URL belongs to a service of the target; a journal may be of another one, or edited. The token must not be sent anywhere
 * else.
 */
export function ownUrls({ computeUrl, services: { image, network, blockStorage } }: TargetSettings) {
  const bases = [computeUrl, image, network, blockStorage].flatMap((url) => url ?? [])
  return (url: string): boolean => bases.some((base) => url.startsWith(`${base}/`))
}
