import type { Template } from './templates.ts'

/** Why a test is skipped because of the state of the target, in Korean. As in `findings.ts`. */
export const skipReasons: readonly Template[] = [
  ['No server could be created for the list.', '목록을 확인할 서버를 생성할 수 없음.'],
  ['The list does not work without the parameter either.', '이 매개변수가 없어도 목록이 동작하지 않음.'],
  ['No flavor is listed.', '목록에 인스턴스 타입이 없음.'],
  [
    'No server shows its image; a server booted from a volume need not.',
    '이미지를 보여 주는 서버가 없음. 볼륨에서 부팅한 서버는 보여 주지 않아도 됨.',
  ],
  ['No server of the run is known to be gone.', '삭제가 끝난 것으로 확인된 서버가 없음.'],
  [
    "needs {} servers at once, and --max-servers or the tenant's quota allows {}",
    '동시에 서버 {1}대가 필요하나 --max-servers 또는 테넌트의 할당량이 {2}대만 허용함',
  ],
  ['No server can be stopped.', '정지할 수 있는 서버가 없음.'],
  [
    'The bounds do not keep the expected flavors, so the limit cannot be verified.',
    '하한 조건을 준 목록에 예상한 인스턴스 타입이 없어 limit을 검사할 수 없음.',
  ],
  ['The group cannot be added.', '그룹을 추가할 수 없음.'],
  ['The list does not have both servers.', '목록에 두 서버가 모두 있지 않음.'],
  ['The list has fewer than two zones with a name.', '목록에 이름이 있는 가용성 영역이 둘보다 적음.'],
  ['The operation does not work with a body either.', '이 작업은 본문이 있어도 동작하지 않음.'],
  ['The operation neither accepted nor rejected a call.', '이 작업은 호출을 수락하지도 거부하지도 않음.'],
  ['The response is not an error with a code in its body.', '응답이 본문에 코드가 있는 오류가 아님.'],
  ['The second tenant lists no servers.', '두 번째 테넌트의 서버 목록을 조회할 수 없음.'],
  ['The second token lists the keypair, too.', '두 번째 토큰의 목록에도 그 키페어가 있음.'],
  ['The server does not show enough for every filter.', '서버에 나타나는 정보만으로는 모든 필터를 검사할 수 없음.'],
  [
    'The target accepted an action, so its rejection cannot be verified.',
    '대상이 액션을 수락하여 거부 응답을 검사할 수 없음.',
  ],
  ['The target does not offer the operation.', '대상이 이 작업을 제공하지 않음.'],
  ['The target does not reboot stopped servers.', '대상이 정지된 서버를 재시작하지 않음.'],
  ['The target does not show the sizes of the flavors.', '대상이 인스턴스 타입의 크기를 보여 주지 않음.'],
  [
    'The target accepts no server name with spaces and non-ASCII letters.',
    '대상이 공백과 ASCII 밖의 문자가 있는 이름을 서버에 붙이지 않음.',
  ],
  ['The target has no keypair with such a name.', '대상에 그런 이름의 키페어가 없음.'],
  ['The target has only one availability zone.', '대상에 가용성 영역이 하나뿐임.'],
  ['The target offers no way to set {}.', '대상에 상태를 {1}(으)로 만드는 방법이 없음.'],
  ['The resize has started the server.', '타입 변경으로 서버가 시작됨.'],
  ['The target resizes only servers that are ACTIVE.', '대상은 ACTIVE 상태인 서버의 타입만 변경함.'],
  ['The volume cannot be detached.', '볼륨의 연결을 해제할 수 없음.'],
  ['There was no usable response.', '쓸 수 있는 응답이 없었음.'],
]
