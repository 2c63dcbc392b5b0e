/** The control API: HTTP routes under `/_emulator` that control the emulator while it runs, for callers on the same machine. */
export { type Control, controlRoutes } from './router.ts'
