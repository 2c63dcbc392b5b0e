import type { TargetSettings } from '#model'

/**
 * Tells whether a URL belongs to a service of the target. A journal may be that of another target, or edited, and the token must not be
 * sent anywhere else.
 */
export function isOnTarget(
  { computeUrl, services }: Pick<TargetSettings, 'computeUrl' | 'services'>,
  url: string,
): boolean {
  const bases = [computeUrl, services.image, services.network, services.blockStorage].flatMap((base) => base ?? [])
  return bases.some((base) => url.startsWith(`${base}/`))
}
