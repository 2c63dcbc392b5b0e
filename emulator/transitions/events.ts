/** Every change of a server that takes time; the table of them is in course.ts. */
export const serverTransitionNames = [
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

export type ServerTransitionName = (typeof serverTransitionNames)[number]

/**
 * Something on the agenda, as data. The owner of the appointment is the server, the volume or the image. `subject` is
 * the id of whatever else a journey is about (a flavor, an image), or ''.
 */
export type StateEvent =
  | {
      readonly kind: 'stage'
      readonly transition: ServerTransitionName
      readonly stage: number
      readonly subject: string
    }
  | { readonly kind: 'arrival'; readonly transition: ServerTransitionName; readonly subject: string }
  | { readonly kind: 'resize-settled' }
  | { readonly kind: 'attached'; readonly server: string; readonly device: string }
  | { readonly kind: 'detached'; readonly server: string }
  | { readonly kind: 'volume-created' }
  | { readonly kind: 'volume-deleted' }
  | { readonly kind: 'image-saved' }
