import type { Template } from './templates.ts'

/** The messages of the oracle and of the rules about observed traffic that are about server groups, in Korean. */
export const contradictionsOfGroups: readonly Template[] = [
  [
    'A server group has another name or another policy than it was created with ({}).',
    '서버 그룹의 이름이나 정책이 생성할 때({1})와 다름.',
  ],
  [
    'A request for a server group that was deleted ({}) was accepted.',
    '앞서 삭제된({1}) 서버 그룹에 대한 요청이 수락됨.',
  ],
  ['The response shows another server group than the one in the path.', '응답의 서버 그룹이 경로에 지정한 것과 다름.'],
  [
    'The list leaves out a server group that an earlier response showed ({}).',
    '이전 응답({1})이 보여 준 서버 그룹이 목록에 없음.',
  ],
  ['A server group that was deleted ({}) is shown.', '앞서 삭제된({1}) 서버 그룹이 조회됨.'],
  [
    'A server group that an earlier exchange created or showed ({}) is not found.',
    '앞서 생성되었거나 조회된({1}) 서버 그룹을 찾을 수 없음.',
  ],
  [
    'A server is not a member of the group that it was created with ({}).',
    '서버가 생성할 때 지정한({1}) 그룹의 구성원이 아님.',
  ],
  [
    'A server group has a server twice, or one created without it.',
    '서버 그룹에 같은 서버가 두 번 있거나, 그 그룹 없이 만든 서버가 있음.',
  ],
  ['A server group has a member that was deleted.', '서버 그룹에 삭제된 구성원이 있음.'],
  ['The server group has lost a member that exists.', '서버 그룹이 존재하는 구성원을 잃었음.'],
  [
    'A server that exists is no longer a member of its server group after {}.',
    '존재하는 서버가 {1} 이후 서버 그룹의 구성원이 아님.',
  ],
]
