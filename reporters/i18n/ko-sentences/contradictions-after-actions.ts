import type { Template } from './templates.ts'

/** The messages of steps that compare a server with its create request, or with what it was before other actions, in Korean. */
export const contradictionsAfterActions: readonly Template[] = [
  [
    'A server has fewer addresses than its create request had networks.',
    '서버의 주소가 생성 요청에 있는 네트워크보다 적음.',
  ],
  [
    'A server created with several ports does not have the address of each.',
    '여러 포트로 만든 서버가 모든 포트의 주소를 갖고 있지 않음.',
  ],
  [
    'A server is not ACTIVE after a {} reboot that followed other actions.',
    '다른 동작 후에 {1} 방식으로 재시작한 서버가 ACTIVE 상태가 아님.',
  ],
  ['The second resize of a server is not confirmed.', '서버의 두 번째 타입 변경이 승인되지 않음.'],
]
