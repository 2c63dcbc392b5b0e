/** The transitions of servers; dispatch.ts has the table of them. */
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
 * A scheduled event, as data. The owner of the event is the id of the server, volume or image. `relatedId` is the id of
 * the flavor or image that a transition is about, or ''.
 */
export type StateEvent =
  | {
      readonly kind: 'stage'
      readonly transition: ServerTransitionName
      readonly stage: number
      readonly relatedId: string
    }
  | { readonly kind: 'completion'; readonly transition: ServerTransitionName; readonly relatedId: string }
  | { readonly kind: 'resize-confirmed' }
  | { readonly kind: 'attached'; readonly server: string; readonly device: string }
  | { readonly kind: 'detached'; readonly server: string }
  | { readonly kind: 'volume-created' }
  | { readonly kind: 'volume-deleted' }
  | { readonly kind: 'image-saved' }
