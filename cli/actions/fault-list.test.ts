import { expect, test } from 'vitest'
import { faultsMatching, faultTable, ineffectiveFaults } from './fault-list.ts'

const later = 'deep-server-groups-delete-twice-accepted'

test('a fault of what the first edition does not have is ineffective there', () => {
  expect(ineffectiveFaults([later, 'flavors-list-empty'], '2020-03').map(({ name }) => name)).toEqual([later])
  expect(ineffectiveFaults([later, 'flavors-list-empty'], '2026-05')).toEqual([])
})

test('the list says which faults need the later edition', () => {
  expect(faultTable(faultsMatching(later))).toMatch(/can be deleted again\. \(--edition 2026-05\)$/)
  expect(faultTable(faultsMatching('flavors-list-empty'))).not.toContain('--edition')
})
