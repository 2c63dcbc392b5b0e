import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#contract'

/** The version of this package. */
export const toolVersion: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version
