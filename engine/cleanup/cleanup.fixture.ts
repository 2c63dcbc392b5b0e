import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningEmulator, startEmulator } from '#emulator'
import { journalLines } from '#engine/journal'
import { defaultTimeouts } from '#engine/target'
import { createTransport, type MonotonicClock, monotonicClock, resolvePointer, type SendRequest } from '#harness/core'
import type { JournalEntry, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { cleanUp } from './cleanup.ts'
import type { CleanupResult } from './cleanup-result.ts'

export const prefix = 'conformance-testrun1-'

/** Returns the id in a response that shows one resource. */
const idIn = ({ json }: { json: unknown }, kind: string): string => String(resolvePointer(json, `body/${kind}/id`))

interface OverriddenResponse {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

type RawRequest = Parameters<SendRequest>[0]

/** An emulator, the resources that a run left there, and the journal of the run. */
export class CleanupScene {
  readonly emulator: RunningEmulator
  readonly transport = createTransport({}, 30_000)
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
      edition: '2020-03',
      resources: {},
      services,
      capabilities: [],
      missing: {},
      selection: { only: [], skip: [], off: {} },
      readOnly: false,
      maxServers: 4,
      timeouts: { ...defaultTimeouts, request: 1_200 },
      journal: join(mkdtempSync(join(tmpdir(), 'cleanup-')), 'journal.jsonl'),
    }
  }

  async close(): Promise<void> {
    await this.transport.close()
    await this.emulator.close()
  }

  get compute(): string {
    return `${this.settings.computeUrl}/${this.settings.tenant}`
  }

  async request(method: string, url: string, body?: unknown): Promise<{ status: number; json: unknown }> {
    const headers = { 'x-auth-token': this.settings.token, 'content-type': 'application/json' }
    const request = { method, url, headers, body: body === undefined ? undefined : JSON.stringify(body) }
    const { status, text } = await this.transport.send(request)
    return { status, json: text === '' ? {} : JSON.parse(text) }
  }

  async createServer(name: string, networks?: readonly object[]): Promise<string> {
    const { image, localFlavor, network } = this.emulator.config.resources
    const server = { name, imageRef: image, flavorRef: localFlavor, networks: networks ?? [{ uuid: network }] }
    return idIn(await this.request('POST', `${this.compute}/servers`, { server }), 'server')
  }

  async createPort(name: string): Promise<string> {
    const port = { name, network_id: this.emulator.config.resources.network }
    return idIn(await this.request('POST', `${this.settings.services.network}/v2.0/ports`, { port }), 'port')
  }

  async createKeypair(name: string): Promise<void> {
    await this.request('POST', `${this.compute}/os-keypairs`, { keypair: { name } })
  }

  async createServerGroup(name: string): Promise<string> {
    const server_group = { name, policies: ['anti-affinity'] }
    return idIn(await this.request('POST', `${this.compute}/os-server-groups`, { server_group }), 'server_group')
  }

  async createVolume(name: string): Promise<string> {
    const volume = { name, size: 1 }
    return idIn(await this.request('POST', `${this.settings.services.blockStorage}/volumes`, { volume }), 'volume')
  }

  serverUrl(id: string): string {
    return `${this.compute}/servers/${id}`
  }

  async status(url: string): Promise<number> {
    return (await this.request('GET', url)).status
  }

  /** Writes the journal without a line break at its end, as a killed run leaves it. */
  writeJournal(...lines: readonly (Partial<JournalEntry> | string)[]): void {
    const texts = lines.map((line) =>
      typeof line === 'string' ? line : JSON.stringify({ at: 1, kind: 'server', ref: 1, ...line }),
    )
    writeFileSync(this.settings.journal, texts.join('\n'))
  }

  /** Creates a server that the journal records. */
  async createJournaled(name = `${prefix}a`): Promise<string> {
    const id = await this.createServer(name)
    this.writeJournal({ event: 'created', id, url: this.serverUrl(id), name })
    return id
  }

  /** Responds to some requests itself and passes the others on; `call` counts from 1. */
  override(respond: (request: RawRequest, call: number) => OverriddenResponse | undefined): SendRequest {
    let calls = 0
    return async (request, signal) => {
      const overridden = respond(request, ++calls)
      if (!overridden) return this.transport.send(request, signal)
      const { status, body = {}, headers = {} } = overridden
      return { status, headers, text: JSON.stringify(body), isUtf8: true, startedAt: Date.now(), ms: 1 }
    }
  }

  /** Returns all resources of the tenant, by collection. */
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
      const { json } = await this.request('GET', url)
      return [name, resolvePointer(json, `body/${name}`)] as const
    })
    return Object.fromEntries(await Promise.all(all))
  }

  /** `clock`: the time in which the target does not respond. */
  cleanUp(
    send: SendRequest = this.transport.send,
    timeoutMs = 5_000,
    clock: MonotonicClock = monotonicClock,
  ): Promise<CleanupResult> {
    return cleanUp({ settings: this.settings, send, timeoutMs, clock })
  }

  /** The resources that the journal does not record as deleted. */
  get leaks(): readonly JournalEntry[] {
    return findLeaks(readJournal(journalLines(this.settings.journal)))
  }
}
