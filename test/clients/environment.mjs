/**
 * Returns the environment variables of a scenario: OS_… as OpenStack clients read them, and CLIENT_… for names and ids
 * in the cloud. The first parameter is the content of the emulator's ready file.
 * @param version identity version: '2' or '3'
 * @param resize `confirm` if the scenario has to confirm its resize, otherwise `automatic`
 */
export async function scenarioEnvironment({ target, auth, resources, services }, version, resize) {
  const identity = services.identity.replace(/\/v3$/, '')
  const readJson = async (url) => (await fetch(url, { headers: { 'x-auth-token': auth.token } })).json()
  const image = await readJson(`${services.image}/v2/images/${resources.image}`)
  const { network } = await readJson(`${services.network}/v2.0/networks/${resources.network}`)
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
