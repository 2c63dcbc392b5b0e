import { CliError, type CliErrorOptions } from '../errors.ts'

/** A file that cannot hold or show a history of runs. The message begins with the file. */
export class HistoryFileError extends CliError {
  override readonly name = 'HistoryFileError'
  /** 2 for a file that is not usable at all, 3 for one that another process has locked. */
  override readonly exitCode: 2 | 3

  constructor(message: string, { exitCode, ...options }: CliErrorOptions & { readonly exitCode: 2 | 3 }) {
    super(message, options)
    this.exitCode = exitCode
  }
}
