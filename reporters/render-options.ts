import type { Lang } from './i18n/index.ts'

/** Options of every renderer. `colour` and `width`, in terminal columns, affect the console only. */
export interface RenderOptions {
  readonly lang: Lang
  readonly colour?: boolean
  readonly width?: number
  /** The lowest level whose failures count (`--fail-on`): formats that gate a build show others as remarks. Default: must. */
  readonly failOn?: 'must' | 'should'
}
