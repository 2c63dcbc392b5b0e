import { createRequire } from 'node:module'

const { version }: { readonly version: string } = createRequire(import.meta.url)(
  'toast-compute-conformance/package.json',
)

/** The version of this package. */
export const toolVersion: string = version
