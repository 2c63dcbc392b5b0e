/** The steps of explorations as data, so that a sequence can be shrunk, written to a file and replayed. */
export const actions = [
  ...(['create', 'create-local', 'rename', 'stop', 'start', 'reboot-soft', 'reboot-hard', 'resize', 'delete'] as const),
  ...(['add-group', 'remove-group', 'attach', 'detach', 'set-metadata', 'delete-metadata', 'create-image'] as const),
  ...(['create-keypair', 'delete-keypair', 'list', 'list-detail'] as const),
] as const

export type StepAction = (typeof actions)[number]

/** One request with its parameters. Resources are numbered in the order in which a walk mentions them. */
export interface SingleStep {
  readonly action: StepAction
  readonly server?: number
  readonly volume?: number
  readonly keypair?: number
  /** The name of a security group, the key of metadata, or the attribute that a list is filtered by. */
  readonly key?: string
  /** The value of metadata, or the new name without the prefix of the run. */
  readonly value?: string
}

/** Two steps whose requests are sent at once. */
export interface TwoAtOnce {
  readonly together: readonly [SingleStep, SingleStep]
}

export type Step = SingleStep | TwoAtOnce

/** Returns the one or two requests of a step. */
export const singleStepsOf = (step: Step): readonly SingleStep[] => ('together' in step ? step.together : [step])

const isAction = (value: unknown): value is StepAction => actions.some((action) => action === value)

const isOptional = (value: unknown, type: 'number' | 'string'): boolean => value === undefined || typeof value === type

function isSingleStep(value: unknown): value is SingleStep {
  if (typeof value !== 'object' || value === null || !('action' in value) || !isAction(value.action)) return false
  const { server, volume, keypair, key, value: text }: Partial<Record<keyof SingleStep, unknown>> = value
  const areNumbers = [server, volume, keypair].every((number) => isOptional(number, 'number'))
  return areNumbers && isOptional(key, 'string') && isOptional(text, 'string')
}

/** Tells whether a value from a file is a step. */
export function isStep(value: unknown): value is Step {
  if (typeof value !== 'object' || value === null || !('together' in value)) return isSingleStep(value)
  const { together } = value
  return Array.isArray(together) && together.length === 2 && together.every(isSingleStep)
}

const withNumbers = ({ server, volume, keypair, key, value }: SingleStep) => ({
  server: `server ${server}`,
  volume: `volume ${volume}`,
  keypair: `keypair ${keypair}`,
  key: key ?? '',
  value: value ?? '',
})

type Words = ReturnType<typeof withNumbers>

const sentences: Readonly<Record<StepAction, (words: Words, step: SingleStep) => string>> = {
  create: ({ server, keypair }, step) => createSentence(server, step.keypair === undefined ? undefined : keypair),
  'create-local': ({ server }) => `create ${server}, with a disk on its host`,
  rename: ({ server, value }) => `rename ${server} to "${value}"`,
  stop: ({ server }) => `stop ${server}`,
  start: ({ server }) => `start ${server}`,
  'reboot-soft': ({ server }) => `reboot ${server} (SOFT)`,
  'reboot-hard': ({ server }) => `reboot ${server} (HARD)`,
  resize: ({ server, value }) => `resize ${server} to the ${value} flavor`,
  delete: ({ server }) => `delete ${server}`,
  'add-group': ({ server, key }) => `add security group ${key} to ${server}`,
  'remove-group': ({ server, key }) => `remove security group ${key} from ${server}`,
  attach: ({ server, volume }) => `attach ${volume} to ${server}`,
  detach: ({ server, volume }) => `detach ${volume} from ${server}`,
  'set-metadata': ({ server, key, value }) => `set metadata ${key} of ${server} to "${value}"`,
  'delete-metadata': ({ server, key }) => `delete metadata ${key} of ${server}`,
  'create-image': ({ server }) => `create an image of ${server}`,
  'create-keypair': ({ keypair }) => `create ${keypair}`,
  'delete-keypair': ({ keypair }) => `delete ${keypair}`,
  list: ({ server, key }) => `list servers with the ${key} of ${server}`,
  'list-detail': ({ server, key }) => `list servers in detail with the ${key} of ${server}`,
}

const createSentence = (server: string, keypair: string | undefined): string =>
  keypair === undefined ? `create ${server}` : `create ${server} with ${keypair}`

/** Describes a step in plain English. */
export const describeStep = (step: Step): string =>
  'together' in step
    ? `at once: ${step.together.map((one) => describeStep(one)).join('; ')}`
    : sentences[step.action](withNumbers(step), step)
