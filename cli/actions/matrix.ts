import { existsSync } from 'node:fs'
import { matrixRenderers } from '#reporters'
import { buildMatrix, type NamedReport } from '#results'
import { readReport } from '../files/report-file.ts'
import type { Language } from '../options.ts'
import { hasColour } from '../output.ts'

export interface MatrixFlags {
  readonly format: keyof typeof matrixRenderers
  readonly lang: Language
}

/** `NAME=FILE`, or a file, whose name may contain an equals sign. */
function readNamed(argument: string): NamedReport {
  const [, name, file] = /^([^=]+)=(.+)$/.exec(argument) ?? []
  if (name === undefined || file === undefined || existsSync(argument)) return { report: readReport(argument) }
  return { name, report: readReport(file) }
}

/** Prints a matrix of the targets of several reports by requirements. */
export function matrix(files: readonly string[], { format, lang }: MatrixFlags): number {
  const render = matrixRenderers[format]
  process.stdout.write(render(buildMatrix(files.map(readNamed)), { lang, colour: hasColour() }))
  return 0
}
