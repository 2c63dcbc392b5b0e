/** A server with an injected file, and with its root disk on the host if the target has a flavor for that. */
import type { ApiResponse } from '#harness'
import {
  type DeletionObservation,
  deleteAndObserve,
  observeCreation,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
} from './scenario.ts'
import { observeVolumes, type VolumeObservation } from './volume-observation.ts'

interface FileInjectionServer {
  /**
   * The spelling of the property for the contents of a file that the target accepts; undefined when it accepts no files.
   */
  readonly contentKey?: 'content' | 'contents'
  /** The response to `content`, the document's spelling, when neither was accepted. */
  readonly rejection?: ApiResponse
  readonly created: ApiResponse
  /** Undefined when even a server without files was rejected. */
  readonly observation?: ServerObservation
  readonly volumes?: VolumeObservation
  /** The deletion of the server after it had been set to ERROR; only where the target allows that. */
  readonly deletionInError?: DeletionObservation
}

/** `hello` */
const contents = 'aGVsbG8='

/** Creates a server with an injected file, observes it and its volumes and, where the target allows that, its deletion in ERROR. */
export const fileInjectionServer = sharedScenario(async (ctx: ScenarioContext): Promise<FileInjectionServer> => {
  await reserveForScenario(ctx)
  const { createShape } = ctx.compute.run
  const kind = ctx.compute.run.settings.capabilities.includes('localFlavor') ? 'local' : 'ordinary'
  const request = (overrides: Readonly<Record<string, unknown>>) => {
    const send = () => requestServer(ctx, ctx.build.server('files', overrides, kind))
    return kind === 'local' ? createShape.withLocalDevice(send, ({ isSuccess }) => isSuccess) : send()
  }
  // A later edition of the document has no files. A target that ignores unknown properties accepts either spelling, so the one that the
  // profile expects is tried first.
  const { edition, profile } = ctx.compute.run.settings
  const keys = profile === 'nova' ? (['contents', 'content'] as const) : (['content', 'contents'] as const)
  const contentKeys = edition === '2020-03' ? keys : []
  let rejection: ApiResponse | undefined
  for (const contentKey of contentKeys) {
    const created = await request({ personality: [{ path: '/etc/conformance', [contentKey]: contents }] })
    if (created.isSuccess) return { contentKey, created, ...(await observeServer(ctx, created)) }
    rejection ??= created
  }
  const created = await request({})
  return { ...(rejection && { rejection }), created, ...(created.isSuccess && (await observeServer(ctx, created))) }
})

async function observeServer(ctx: ScenarioContext, created: ApiResponse) {
  const observation = await observeCreation(ctx, created)
  const volumes = await observeVolumes(ctx, observation, 0)
  if (!ctx.compute.run.settings.capabilities.includes('anyState')) return { observation, volumes }
  await ctx.given.forceStatus(observation, 'ERROR')
  return { observation, volumes, deletionInError: await deleteAndObserve(ctx, observation.id) }
}
