/** A server with a file injected, and its root on the host where the target has flavors for that. */
import type { ApiResponse } from '#harness'
import {
  deleteAndObserve,
  observeCreation,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
  volumesOf,
} from './scenario.ts'

export interface FileInjectionServer {
  /** The key that the target reads a file's contents from; missing when it takes no files. */
  readonly key?: 'content' | 'contents'
  /** The answer to the document's spelling, when neither was accepted. */
  readonly refusal?: ApiResponse
  readonly created: ApiResponse
  /** Missing when not even a server without files was accepted. */
  readonly sight?: ServerObservation
  readonly volumes?: Awaited<ReturnType<typeof volumesOf>>
  /** How it was deleted after it had been put into ERROR; only where the target gives a way there. */
  readonly removal?: Awaited<ReturnType<typeof deleteAndObserve>>
}

/** `hello` */
const contents = 'aGVsbG8='

export const fileInjectionServer = sharedScenario(async (tools: ScenarioContext): Promise<FileInjectionServer> => {
  await reserveForScenario(tools)
  const kind = tools.compute.run.settings.capabilities.includes('localFlavor') ? 'local' : 'ordinary'
  const request = (change: Readonly<Record<string, unknown>>) =>
    requestServer(tools, tools.build.server('files', change, kind))
  let refusal: ApiResponse | undefined
  for (const key of ['content', 'contents'] as const) {
    const created = await request({ personality: [{ path: '/etc/conformance', [key]: contents }] })
    if (created.isSuccess) return { key, created, ...(await look(tools, created)) }
    refusal ??= created
  }
  const created = await request({})
  return { ...(refusal && { refusal }), created, ...(created.isSuccess ? await look(tools, created) : {}) }
})

async function look(tools: ScenarioContext, created: ApiResponse) {
  const sight = await observeCreation(tools, created)
  const volumes = await volumesOf(tools, sight)
  if (!tools.compute.run.settings.capabilities.includes('anyState')) return { sight, volumes }
  await tools.given.forceStatus(sight, 'ERROR')
  return { sight, volumes, removal: await deleteAndObserve(tools, sight.id) }
}
