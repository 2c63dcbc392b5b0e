import { existsSync } from 'node:fs'
import { UsageError } from '#engine/errors'
import { matrixRenderers } from '#reporters'
import { buildMatrix, type NamedReport } from '#results'
import { readReport } from '../files/report-file.ts'
import type { Language } from '../options.ts'
import { hasColour } from '../output.ts'

export interface MatrixFlags {
  readonly format: keyof typeof matrixRenderers
  readonly lang: Language
}

interface NamedFile {
  readonly name?: string
  readonly file: string
}

/** Parses `NAME=FILE`, or a file, whose name may contain an equals sign. */
function namedFile(argument: string): NamedFile {
  const [, name, file] = /^([^=]+)=(.+)$/.exec(argument) ?? []
  return name === undefined || file === undefined || existsSync(argument) ? { file: argument } : { name, file }
}

/** Rejects two columns with the same name, which a reader could not distinguish. */
function assertDistinct(files: readonly NamedFile[]): void {
  const names = files.flatMap(({ name }) => name ?? [])
  const repeated = names.find((name, index) => names.indexOf(name) < index)
  if (repeated !== undefined) throw new UsageError(`two reports are named "${repeated}": give each a name of its own`)
}

function readNamed({ name, file }: NamedFile): NamedReport {
  const report = readReport(file)
  return name === undefined ? { report } : { name, report }
}

/** Prints a matrix of the targets of several reports by requirements. */
export function matrix(args: readonly string[], { format, lang }: MatrixFlags): number {
  const render = matrixRenderers[format]
  const files = args.map(namedFile)
  assertDistinct(files)
  process.stdout.write(render(buildMatrix(files.map(readNamed)), { lang, colour: hasColour() }))
  return 0
}
