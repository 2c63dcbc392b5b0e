import type { Resources } from '#results'
import type { Messages } from './i18n/index.ts'

export type LeakedResource = Resources['leaked'][number]

/** Leftover resources under one title. */
export interface LeftoverGroup {
  readonly title: string
  readonly resources: readonly LeakedResource[]
}

/** Tells whether it is unknown if the resource was created: no response named it. */
export const isUncertain = ({ id }: LeakedResource): boolean => id === 'unknown'

/** Groups leftover resources, and apart from them those that only may exist. */
export const leftoverGroups = (
  leaked: readonly LeakedResource[],
  t: Pick<Messages, 'leaked' | 'mayExist'>,
): readonly LeftoverGroup[] =>
  [
    { title: t.leaked, resources: leaked.filter((one) => !isUncertain(one)) },
    { title: t.mayExist, resources: leaked.filter(isUncertain) },
  ].filter(({ resources }) => resources.length > 0)

/** Returns a line for each leftover resource, with its kind and whether it is certain. Not sanitized. */
export const leftoverLines = (
  leaked: readonly LeakedResource[],
  t: Pick<Messages, 'leaked' | 'mayExist' | 'kindName'>,
): readonly { readonly text: string; readonly remove: string }[] =>
  leftoverGroups(leaked, t).flatMap(({ title, resources }) =>
    resources.map((one) => {
      const { kind, remove } = one
      return { text: `${title}: ${t.kindName(kind)} ${leftoverLabel(one)}`, remove }
    }),
  )

/** Returns the id and the name of a leftover resource, or the one that is known. */
export const leftoverLabel = (one: LeakedResource): string =>
  isUncertain(one) ? (one.name ?? one.id) : [one.id, ...(one.name === undefined ? [] : [one.name])].join(' ')
