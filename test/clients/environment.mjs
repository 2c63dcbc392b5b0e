/**
 * The environment of a client: OpenStack's own variables, and CLIENT_… for what its story works with.
 * @param config what the emulator wrote to its ready file
 * @param version of identity: '2' or '3'
 */
export async function environmentOf({ target, auth, resources, services }, version, resize) {
  const identity = services.identity.replace(/\/v3$/, '')
  const read = async (url) => (await fetch(url, { headers: { 'x-auth-token': auth.token } })).json()
  const image = await read(`${services.image}/v2/images/${resources.image}`)
  const { network } = await read(`${services.network}/v2.0/networks/${resources.network}`)
  return {
    OS_USERNAME: 'conformance',
    OS_PASSWORD: 'conformance-password',
    OS_REGION_NAME: 'KR1',
    OS_IDENTITY_API_VERSION: version,
    ...(version === '3'
      ? { OS_AUTH_URL: `${identity}/v3`, OS_PROJECT_ID: target.tenant, OS_USER_DOMAIN_ID: 'default' }
      : { OS_AUTH_URL: `${identity}/v2.0`, OS_TENANT_ID: target.tenant }),
    CLIENT_TENANT_NAME: 'conformance',
    CLIENT_RESIZE: resize,
    CLIENT_FLAVOR: resources.flavor,
    CLIENT_RESIZE_FLAVOR: resources.resizeFlavor,
    CLIENT_LOCAL_FLAVOR: resources.localFlavor,
    CLIENT_IMAGE: resources.image,
    CLIENT_IMAGE_NAME: image.name,
    CLIENT_NETWORK: resources.network,
    CLIENT_NETWORK_NAME: network.name,
    CLIENT_VOLUME: resources.volume,
    CLIENT_GROUP: resources.securityGroup,
    CLIENT_ZONE: resources.availabilityZone,
  }
}
