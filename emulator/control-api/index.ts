/** The control API: how a test steers the emulator while it runs. It is there only for callers on the same machine. */
export { type Control, type ControlledEmulator, controlRoutes } from './router.ts'
