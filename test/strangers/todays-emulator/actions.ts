/** Actions of an instance. */
import type { Clock } from './clock.ts'
import { type Call, isObject, objectIn, type Reply, type Route, refuse, textIn } from './http.ts'
import { idle, instanceOf } from './instances.ts'
import { flavors, type Image, type Instance, isLocal, newId, now, nowInDetail, type Store } from './store.ts'

interface Step {
  readonly seconds: number
  readonly change: Partial<Instance>
}

const running = () => ({ status: 'ACTIVE', vmState: 'active', launched: nowInDetail() })
const stopped = { status: 'SHUTOFF', vmState: 'stopped' }

export function actionRoutes(root: string, store: Store, clock: Clock, without: readonly string[]): readonly Route[] {
  const accepted: Reply = { status: 202 }
  /** The instance is busy until the last step. */
  const run = (instance: Instance, task: string, steps: readonly Step[], meanwhile: Partial<Instance> = {}): Reply => {
    Object.assign(instance, { task, ...meanwhile, updated: now() })
    let sum = 0
    steps.forEach(({ seconds, change }, index) => {
      sum += seconds
      clock.after(sum, () =>
        Object.assign(instance, change, { updated: now(), ...(index === steps.length - 1 && { task: null }) }),
      )
    })
    return accepted
  }
  const inStates = (instance: Instance, ...allowed: readonly string[]): Instance =>
    allowed.includes(idle(instance).status) ? instance : refuse(409, `Not while ${instance.status}`)

  const resize = (instance: Instance, argument: unknown): Reply => {
    const id = textIn(argument, 'flavorRef')
    inStates(instance, 'ACTIVE', 'SHUTOFF')
    const flavor = flavors.find((each) => each.id === id) ?? refuse(404, 'No such flavor')
    if (flavor === instance.flavor || flavor.isDisabled || isLocal(flavor) || isLocal(instance.flavor))
      return refuse(400, 'Not to this flavor')
    const steps = [
      { seconds: 0.6, change: { status: 'VERIFY_RESIZE', vmState: 'resized', flavor } },
      { seconds: 0.5, change: running() },
    ]
    return run(instance, 'resizing', steps, { status: 'RESIZE' })
  }
  const reboot = (instance: Instance, argument: unknown): Reply => {
    const type = textIn(argument, 'type')
    if (type !== 'SOFT' && type !== 'HARD') return refuse(400, 'type is SOFT or HARD')
    if (type === 'SOFT') inStates(instance, 'ACTIVE')
    else inStates(instance, 'ACTIVE', 'ERROR', 'PAUSED', 'SHUTOFF', 'SUSPENDED')
    const status = type === 'SOFT' ? 'REBOOT' : 'HARD_REBOOT'
    return run(instance, 'restarting', [{ seconds: 0.6, change: running() }], { status })
  }
  const createImage = (instance: Instance, argument: unknown, { origin }: Call): Reply => {
    const name = textIn(argument, 'name')
    const properties = objectIn({ metadata: {}, ...(isObject(argument) && argument) }, 'metadata')
    inStates(instance, 'ACTIVE', 'SHUTOFF', 'SUSPENDED', 'PAUSED')
    if (!isLocal(instance.flavor)) return refuse(403, 'Only for u2')
    const { osType, minDisk, minRam } = instance.image ?? { osType: 'linux' as const, minDisk: 20, minRam: 0 }
    const image: Image = {
      id: newId(),
      name,
      osType,
      minDisk,
      minRam,
      visibility: 'private',
      properties,
      created: now(),
      status: 'queued',
    }
    store.images.set(image.id, image)
    clock.after(0.3, () => Object.assign(image, { status: 'saving' }))
    clock.after(0.9, () => Object.assign(image, { status: 'active' }))
    run(instance, 'imaging', [{ seconds: 0.9, change: {} }])
    return { status: 202, headers: { location: `${origin}/image/v2/images/${image.id}` } }
  }
  const setGroups = (instance: Instance, argument: unknown, change: (name: string) => readonly string[]): Reply => {
    const wanted = textIn(argument, 'name')
    const name = store.securityGroups.get(wanted) ?? wanted
    if (![...store.securityGroups.values()].includes(name)) return refuse(404, 'No such security group')
    idle(instance)
    instance.groups = change(name)
    for (const port of instance.ports) port.groups = instance.groups
    return accepted
  }
  const actions: Readonly<Record<string, (instance: Instance, argument: unknown, call: Call) => Reply>> = {
    'os-start': (instance) => run(inStates(instance, 'SHUTOFF'), 'starting', [{ seconds: 0.5, change: running() }]),
    'os-stop': (instance) =>
      run(inStates(instance, 'ACTIVE', 'ERROR'), 'stopping', [{ seconds: 0.5, change: stopped }]),
    shelve: (instance) =>
      run(inStates(instance, 'ACTIVE'), 'terminating', [
        { seconds: 0.7, change: { status: 'SHELVED_OFFLOADED', vmState: 'offloaded', host: '' } },
      ]),
    unshelve: (instance) =>
      run(inStates(instance, 'SHELVED_OFFLOADED'), 'restoring', [
        { seconds: 0.7, change: { ...running(), host: 'f00d'.repeat(14) } },
      ]),
    reboot,
    resize,
    createImage,
    addSecurityGroup: (instance, argument) =>
      setGroups(instance, argument, (name) => [...new Set([...instance.groups, name])]),
    removeSecurityGroup: (instance, argument) =>
      setGroups(instance, argument, (name) =>
        instance.groups.includes(name)
          ? instance.groups.filter((group) => group !== name)
          : refuse(404, 'The instance is not in this group'),
      ),
  }
  return [
    [
      'POST',
      `${root}/servers/{}/action`,
      (call) => {
        const instance = instanceOf(store, call.params[0])
        const keys = isObject(call.body) ? Object.keys(call.body) : []
        const [key] = keys
        if (key === undefined || keys.length !== 1) return refuse(400, 'One action at a time')
        const action = Object.hasOwn(actions, key) && !without.includes(key) ? actions[key] : undefined
        if (action === undefined) return refuse(400, 'There is no such action')
        const argument = key.startsWith('os-') || key.endsWith('shelve') ? undefined : objectIn(call.body, key)
        return action(instance, argument, call)
      },
    ],
  ]
}
