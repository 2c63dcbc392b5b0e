/** The formats of a report. A renderer is loaded when it is needed, so that the command line starts fast. */
import type { Report } from '#results'
import type { RenderOptions } from './render-options.ts'

/** Renders a report as text. Pure: the same report gives the same text. */
export type Render = (report: Report, options: RenderOptions) => string

/** The names for `--report`. They are listed, so that the declarations of the library do not contain those of every renderer. */
export type FormatName =
  | 'console'
  | 'json'
  | 'html'
  | 'junit'
  | 'markdown'
  | 'github'
  | 'ctrf'
  | 'sarif'
  | 'code-quality'
  | 'badge'
  | 'har'

export interface ReportFormat {
  readonly load: () => Promise<Render>
  /** The file in the output folder. A format without one is written to standard output. */
  readonly file?: string
}

/** The formats of `--report` by name. One more is one name and one entry here. */
export const reportFormats: Readonly<Record<FormatName, ReportFormat>> = {
  console: { load: async () => (await import('./console.ts')).renderConsole },
  json: { load: async () => (await import('./json.ts')).renderJson, file: 'report.json' },
  html: { load: async () => (await import('./html.ts')).renderHtml, file: 'report.html' },
  junit: { load: async () => (await import('./junit.ts')).renderJunit, file: 'junit.xml' },
  markdown: { load: async () => (await import('./markdown.ts')).renderMarkdown, file: 'report.md' },
  github: { load: async () => (await import('./ci/github.ts')).renderGithub },
  ctrf: { load: async () => (await import('./ci/ctrf.ts')).renderCtrf, file: 'ctrf-report.json' },
  sarif: { load: async () => (await import('./ci/sarif.ts')).renderSarif, file: 'report.sarif' },
  'code-quality': {
    load: async () => (await import('./ci/code-quality.ts')).renderCodeQuality,
    file: 'gl-code-quality-report.json',
  },
  badge: { load: async () => (await import('./ci/badge.ts')).renderBadge, file: 'badge.json' },
  har: { load: async () => (await import('./har.ts')).renderHar, file: 'report.har' },
}

export const formatNames: readonly string[] = Object.keys(reportFormats)

/** Tells whether a text is a name for `--report`. */
export const isFormatName = (name: string): name is FormatName => Object.hasOwn(reportFormats, name)

/** Returns the file of a format in the output folder; undefined for one that is written to standard output. */
export const formatFile = (name: FormatName): string | undefined => reportFormats[name].file
