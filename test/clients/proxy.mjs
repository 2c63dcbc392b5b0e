/** A proxy in front of an emulator that compares the traffic of a client with the document. */
import { createProxy } from '../../dist/engine/proxy/index.js'

/** Returns the services of an emulator's ready file at another origin. */
const servicesAt = (origin, services) =>
  Object.fromEntries(Object.entries(services).map(([name, url]) => [name, origin + new URL(url).pathname]))

/**
 * Starts a proxy.
 * @param config the content of the emulator's ready file
 * @param edition the edition of the document that the emulator serves
 * @returns that content for clients of the proxy, a function that returns what the traffic violated and how many requirements it
 * verified, and a function that stops the proxy
 */
export async function startProxy(config, edition = '2020-03') {
  const profile = edition === '2020-03' ? 'toast' : 'nhn'
  const proxy = await createProxy({ target: config.target.url, profile })
  const observations = () => {
    const { requirements } = proxy.report()
    const withOutcome = (wanted) => requirements.filter(({ outcome }) => outcome === wanted)
    return {
      violated: withOutcome('fail').map(({ id, findings }) => `${id}: ${findings[0]?.message}`),
      passed: withOutcome('pass').length,
    }
  }
  return {
    config: { ...config, services: servicesAt(proxy.url, config.services) },
    observations,
    stop: () => proxy.close(),
  }
}
