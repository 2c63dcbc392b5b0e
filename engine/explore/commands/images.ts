/** Images of servers with a disk on their host. */
import { type ApiResponse, createdImageUrl, InconclusiveError } from '#harness/core'
import { countAction } from '../model.ts'
import { awaitIdle, sendRequest } from '../step-requests.ts'
import { type Command, legal } from './command.ts'

const createImage: Command = {
  action: 'create-image',
  propose: (model) =>
    model.alive
      .filter(({ isLocal }) => isLocal)
      .map(({ number }) => ({ action: 'create-image', server: number }) as const),
  rule: (model, { server }) => (model.aliveServer(server)?.isLocal === true ? legal : undefined),
  async perform(context, { server }, rule) {
    const known = context.model.aliveServer(server)
    if (!known) return 'rejected'
    const { compute, model } = context
    const name = compute.run.uniqueName('explored-image')
    const body = { createImage: { name } }
    const { response, result } = await sendRequest(context, rule, 'actOnServer', { path: { serverId: known.id }, body })
    if (result !== 'accepted') return result
    const url = createdImageUrl(response, compute.run.settings)
    const id = url?.split('/').at(-1)
    if (id !== undefined) context.transcript.bind({ variable: `IMAGE_${model.images.length + 1}`, value: id })
    context.transcript.wait({ server: known.id, status: known.status })
    await awaitIdle(context, known, { after: 'createImage', name: 'snapshot' })
    countAction(known, 'create-image')
    if (url === undefined) return result
    model.images.push(url)
    const read = () => compute.withPhase('wait').request({ method: 'GET', url })
    const isOver = (image: ApiResponse) => !['queued', 'saving'].includes(image.string('body/status') ?? '')
    const { isDone, value } = await compute.poll(read, isOver, 'snapshot', 'explore image')
    if (!isDone || !value.isSuccess) throw new InconclusiveError(`An image is not complete: ${value.status}.`)
    const shown = value.string('body/name')
    if (shown !== undefined && shown !== name && !context.noteIfKnown('images.create.named'))
      context.failStep('images.create.named', value, {
        message: 'The image has another name than the requested one.',
        at: 'body/name',
        expected: name,
        actual: shown,
      })
    return result
  },
}

export const imageCommands: readonly Command[] = [createImage]
