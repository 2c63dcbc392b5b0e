import type { ComposedTarget } from './composed-target.ts'

export const laterEmulator: ComposedTarget = {
  name: 'an emulator of the later edition whose new servers are powered off',
  edition: '2026-05',
  faults: [
    'create-ends-stopped',
    'create-image-only-when-stopped',
    'deep-attachments-of-stopped-empty',
    'deep-detail-metadata-of-single-server',
    'flavors-as-object',
    'server-flavor-id-missing',
    'server-metadata-keys-folded',
    'servers-detail-changes-since-ignored',
    'servers-list-as-object',
    'zones-list-empty',
  ],
}
