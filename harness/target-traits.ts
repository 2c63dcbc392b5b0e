import type { RequirementId } from '#model'
import { AcceptedCreates } from './client/accepted-creates.ts'

/** Task states of Nova (nova/compute/task_states.py), and words that look like a task of another service. */
const looksLikeTask = /ing($|[_-])|pending|^re(boot|size|build)|_|^image|^block/i

/** Spellings of "no task" besides null. */
const idleWords = new Set(['', 'none', 'null', 'idle', '-'])

/**
 * Deviations of the target that the run has observed and adapts to, so that one deviation does not prevent other tests. The requirement
 * about each deviation reports it.
 */
export class TargetTraits {
  #ignoresTaskState = false
  #attachesBelowVolume = false
  #demandsBody = false
  #hasNumericIds = false
  #unshownBy: RequirementId | undefined
  #readsLists = false
  #startsNewServers = false
  #misnamesServers = false
  /** The names by which the target shows the status ACTIVE. */
  readonly #activeNames = new Set<string>()
  /** Servers that were read in the list because the target did not show them. */
  readonly readInList = new Set<string>()
  /** Servers that never became ACTIVE, which tests use nevertheless. */
  readonly unready = new Set<string>()
  /** The creates that the target has accepted, which show why it rejects the same ones later. */
  readonly acceptedCreates = new AcceptedCreates()
  /** Ids of the images that the run has deleted. */
  readonly deletedImages = new Set<string>()
  /** Whether a new server has ended in ERROR. */
  hasFailedBuilds = false
  /** Whether a server with a block device mapping has become ACTIVE. */
  bootsFromVolumes = false
  /** Whether a server showed a security group that was added when it showed none. */
  showsAddedGroups = false
  readonly #notes = new Set<string>()
  #newNotes: string[] = []

  /** Tells whether a value of `OS-EXT-STS:task_state` means that no task is in progress. */
  isIdle(taskState: unknown): boolean {
    if (this.#ignoresTaskState || taskState === null || taskState === undefined) return true
    if (typeof taskState !== 'string') return false
    return idleWords.has(taskState.toLowerCase()) || !looksLikeTask.test(taskState)
  }

  /** Tells whether the target states that no task is in progress; an absent `task_state` does not. */
  isExplicitlyIdle(taskState: unknown): boolean {
    return !this.#ignoresTaskState && taskState !== undefined && this.isIdle(taskState)
  }

  /** Makes a server count as at rest by its status alone from now on, because its task never ends. */
  ignoreTaskState(taskState: string): void {
    this.#ignoresTaskState = true
    this.addNote(
      `task_state stays ${JSON.stringify(taskState)} on servers that have reached their status; the run uses only the status.`,
    )
  }

  /** Whether volumes are attached by POST to `os-volume_attachments/{volumeId}`, as the signature in the document has it. */
  get attachesBelowVolume(): boolean {
    return this.#attachesBelowVolume
  }

  /** Makes the run attach volumes by POST to `os-volume_attachments/{volumeId}` from now on. */
  attachBelowVolume(): void {
    this.#attachesBelowVolume = true
    this.addNote(
      'Volumes are attached by POST to os-volume_attachments/{volumeId}; the target has no POST to the collection.',
    )
  }

  /** Whether every DELETE is sent with a body. */
  get demandsBody(): boolean {
    return this.#demandsBody
  }

  /** Makes the run send every DELETE with a body from now on. */
  demandBody(): void {
    this.#demandsBody = true
    this.addNote('DELETE is rejected without a body, so the run sends an empty JSON object.')
  }

  /** Whether numeric ids are read as strings. */
  get hasNumericIds(): boolean {
    return this.#hasNumericIds
  }

  /** Makes the run read numeric ids as strings from now on. */
  readNumericIds(): void {
    this.#hasNumericIds = true
    this.addNote('The ids of servers are numbers; the run uses them as texts.')
  }

  /** The requirement that showServer violates, so that the run reads servers in another way. */
  get unshownBy(): RequirementId | undefined {
    return this.#unshownBy
  }

  /** Records that showServer returns a server without the key `server`; the run uses the description nevertheless. */
  readWithoutKey(): void {
    this.#unshownBy ??= 'servers.show.object'
    this.addNote('GET /servers/{serverId} returns a server without the key "server"; the run uses it nevertheless.')
  }

  /** Whether servers that the target does not show are read in the detailed list. */
  get readsLists(): boolean {
    return this.#readsLists
  }

  /** Makes the run read servers that the target does not show in the detailed list from now on. `violated`: what showServer violates. */
  readLists(violated: RequirementId): void {
    this.#readsLists = true
    this.#unshownBy = violated
    this.addNote(
      'GET /servers/{serverId} does not show servers that are in the list; the run reads them in the detailed list.',
    )
  }

  /** Whether the target shows the status ACTIVE by this name. */
  isNameOfActive(status: string): boolean {
    return this.#activeNames.has(status)
  }

  /** Makes servers with this status count as ACTIVE from now on, if their vm_state is that of an ACTIVE server. */
  readAsActive(status: string): void {
    this.#activeNames.add(status)
    this.addNote(
      `Servers whose vm_state is active show the status ${JSON.stringify(status)}; the run takes it for ACTIVE.`,
    )
  }

  /** Whether new servers come to rest powered off, so that the run starts them. */
  get startsNewServers(): boolean {
    return this.#startsNewServers
  }

  /** Makes the run start new servers that come to rest powered off from now on. */
  startNewServers(): void {
    this.#startsNewServers = true
    this.addNote('New servers are powered off in place of ACTIVE; the run starts them.')
  }

  /** Whether responses to createServer name other ids than those of the new servers. */
  get misnamesServers(): boolean {
    return this.#misnamesServers
  }

  /** From now on new servers are found by their names, whatever id the response names. */
  findByName(): void {
    this.#misnamesServers = true
    this.addNote('The response to a create names a wrong id; the run finds its servers by their names.')
  }

  /** Adds a sentence for the reader of the report. */
  addNote(sentence: string): void {
    if (this.#notes.has(sentence)) return
    this.#notes.add(sentence)
    this.#newNotes.push(sentence)
  }

  /** Returns the notes since the last call. */
  takeNotes(): readonly string[] {
    const notes = this.#newNotes
    this.#newNotes = []
    return notes
  }
}
