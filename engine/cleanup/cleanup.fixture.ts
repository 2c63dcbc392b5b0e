import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningEmulator, startEmulator } from '#emulator'
import { createTransport, resolvePointer, type SendRequest } from '#harness/core'
import type { JournalEntry, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { journalLines } from '../journal/file.ts'
import { defaultTimeouts } from '../target/index.ts'
import { type CleanupResult, cleanUp } from './cleanup.ts'

export const prefix = 'conformance-testrun1-'

/** The id in an answer that shows one resource. */
const idIn = ({ json }: { json: unknown }, kind: string): string => String(resolvePointer(json, `answer/${kind}/id`))

/** An emulator, a run that has left something there, and its journal. */
export class CleanupScene {
  readonly emulator: RunningEmulator
  readonly http = createTransport(undefined, 5_000)
  settings: TargetSettings

  static async open(): Promise<CleanupScene> {
    return new CleanupScene(await startEmulator({ timing: { create: 60, delete: 20, createImage: 30 } }))
  }

  constructor(emulator: RunningEmulator) {
    const { target, auth, services } = emulator.config
    this.emulator = emulator
    this.settings = {
      runId: 'testrun1',
      url: target.url,
      computeUrl: `${target.url}/v2`,
      tenant: target.tenant,
      token: auth.token,
      profile: 'toast',
      resources: {},
      services,
      capabilities: [],
      missing: {},
      selection: { only: [], skip: [], off: {} },
      readOnly: false,
      maxServers: 4,
      timeouts: { ...defaultTimeouts, request: 1_200 },
      journal: join(mkdtempSync(join(tmpdir(), 'clear-up-')), 'journal.jsonl'),
    }
  }

  async close(): Promise<void> {
    await this.http.close()
    await this.emulator.close()
  }

  get compute(): string {
    return `${this.settings.computeUrl}/${this.settings.tenant}`
  }

  async ask(method: string, url: string, body?: unknown): Promise<{ status: number; json: unknown }> {
    const headers = { 'x-auth-token': this.settings.token, 'content-type': 'application/json' }
    const request = { method, url, headers, body: body === undefined ? undefined : JSON.stringify(body) }
    const { status, text } = await this.http.send(request)
    return { status, json: text === '' ? {} : JSON.parse(text) }
  }

  async createServer(name: string, networks?: readonly object[]): Promise<string> {
    const { image, localFlavor, network } = this.emulator.config.resources
    const server = { name, imageRef: image, flavorRef: localFlavor, networks: networks ?? [{ uuid: network }] }
    return idIn(await this.ask('POST', `${this.compute}/servers`, { server }), 'server')
  }

  async createPort(name: string): Promise<string> {
    const port = { name, network_id: this.emulator.config.resources.network }
    return idIn(await this.ask('POST', `${this.settings.services.network}/v2.0/ports`, { port }), 'port')
  }

  async createKeypair(name: string): Promise<void> {
    await this.ask('POST', `${this.compute}/os-keypairs`, { keypair: { name } })
  }

  async createVolume(name: string): Promise<string> {
    const volume = { name, size: 1 }
    return idIn(await this.ask('POST', `${this.settings.services.blockStorage}/volumes`, { volume }), 'volume')
  }

  serverUrl(id: string): string {
    return `${this.compute}/servers/${id}`
  }

  async status(url: string): Promise<number> {
    return (await this.ask('GET', url)).status
  }

  /** Writes the journal; its last line is not ended, as one that a killed run was writing. */
  write(...lines: readonly (Partial<JournalEntry> | string)[]): void {
    const texts = lines.map((line) =>
      typeof line === 'string' ? line : JSON.stringify({ at: 1, kind: 'server', ref: 1, ...line }),
    )
    writeFileSync(this.settings.journal, texts.join('\n'))
  }

  /** Everything a tenant has, by kind: what was there before has to be there after. */
  async inventory(): Promise<Readonly<Record<string, unknown>>> {
    const { image, network, blockStorage } = this.settings.services
    const lists = {
      servers: `${this.compute}/servers`,
      keypairs: `${this.compute}/os-keypairs`,
      images: `${image}/v2/images`,
      ports: `${network}/v2.0/ports`,
      volumes: `${blockStorage}/volumes`,
    }
    const all = Object.entries(lists).map(async ([name, url]) => {
      const { json } = await this.ask('GET', url)
      return [name, resolvePointer(json, `answer/${name}`)] as const
    })
    return Object.fromEntries(await Promise.all(all))
  }

  clear(send: SendRequest = this.http.send, within = 5_000): Promise<CleanupResult> {
    return cleanUp({ settings: this.settings, send, timeoutMs })
  }

  /** What is open in the journal still. */
  get open(): readonly JournalEntry[] {
    return findLeaks(readJournal(journalLines(this.settings.journal)))
  }
}
