/** Loaded into the process on trial: writes down the most memory it ever had (kB), as its last act. */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.env.HOSTILE_PEAK)
  process.on('exit', () => writeFileSync(process.env.HOSTILE_PEAK, String(process.resourceUsage().maxRSS)))
