/** Every change of a server that takes time; the table of them is in course.ts. */
export const transitionNames = [
  'create',
  'delete',
  'start',
  'stop',
  'softReboot',
  'hardReboot',
  'resize',
  'revertResize',
  'createImage',
  'pause',
  'unpause',
  'suspend',
  'resume',
  'rescue',
  'unrescue',
  'rebuild',
  'changePassword',
  'shelve',
  'shelveLocal',
  'shelveOffload',
  'unshelve',
] as const

export type TransitionName = (typeof transitionNames)[number]

/**
 * The event of a `ScheduledEvent`, as plain data; the owner is the server, the volume or the image. `relatedId` is the id
 * of the other resource that a transition involves (a flavor, an image), or ''.
 */
export type StateEvent =
  | { readonly kind: 'stage'; readonly transition: TransitionName; readonly stage: number; readonly relatedId: string }
  | { readonly kind: 'completion'; readonly transition: TransitionName; readonly relatedId: string }
  | { readonly kind: 'resize-confirmed' }
  | { readonly kind: 'attached'; readonly server: string; readonly device: string }
  | { readonly kind: 'detached'; readonly server: string }
  | { readonly kind: 'volume-created' }
  | { readonly kind: 'volume-deleted' }
  | { readonly kind: 'image-saved' }
