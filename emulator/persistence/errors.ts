/** Thrown when a file cannot hold the state of an emulator. The message is one sentence that begins with the file. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
