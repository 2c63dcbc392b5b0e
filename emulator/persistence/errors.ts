/** Why a file cannot keep the state of an emulator, in one sentence that names it. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError'
}
