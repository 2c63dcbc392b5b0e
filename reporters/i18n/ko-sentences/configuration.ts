import type { Template } from './templates.ts'

/** Sentences about missing settings and exceeded limits, in Korean. As in `findings.ts`. */
export const configuration: readonly Template[] = [
  ['No spare volume is configured.', '여분의 볼륨이 설정되지 않음.'],
  ['No security group besides default is configured.', 'default 외의 보안 그룹이 설정되지 않음.'],
  ['No network service is configured.', '네트워크 서비스가 설정되지 않음.'],
  [
    'Servers of the run cannot be deleted, so no capacity for another server becomes free (limit {}).',
    '실행에서 만든 서버를 삭제할 수 없어 다른 서버를 만들 여유가 생기지 않음(한도 {1}).',
  ],
  [
    'No server became free, and no request was in progress that would free one.',
    '사용할 수 있게 된 서버가 없고, 그렇게 할 요청도 진행 중이지 않았음.',
  ],
  [
    'The request asks for {} servers at once, and the limit is {}.',
    '요청이 서버 {1}대를 한꺼번에 요구하지만 한도는 {2}대임.',
  ],
  ['The test needs {} servers at once, and the limit is {}.', '검사에 서버 {1}대가 동시에 필요하지만 한도는 {2}대임.'],
  ['No flavor is configured.', '인스턴스 타입이 설정되지 않음.'],
  ['No flavor to resize to is configured.', '변경할 인스턴스 타입이 설정되지 않음.'],
  ['No image is configured.', '이미지가 설정되지 않음.'],
  ['No network is configured.', '네트워크가 설정되지 않음.'],
  ['No second tenant is configured.', '두 번째 테넌트가 설정되지 않음.'],
  ['The edition of the document has no address in the request.', '이 판의 문서에는 요청에 주소가 없음.'],
  ['The edition of the document has no disk configuration.', '이 판의 문서에는 디스크 구성이 없음.'],
  ['The edition of the document has no pages of flavors.', '이 판의 문서에는 인스턴스 타입 목록의 페이지가 없음.'],
  ['The edition of the document has no operation for server groups.', '이 판의 문서에는 서버 그룹 작업이 없음.'],
  ['The edition of the document has no operation for shelving.', '이 판의 문서에는 shelve 작업이 없음.'],
  ['No server was created with a keypair.', '키페어가 있는 서버를 생성하지 못함.'],
  ['No server could be created for an action.', '작업을 요청할 서버를 생성하지 못함.'],
  ['No server was offloaded.', '호스트를 내놓은 서버가 없음.'],
  ['No server has two interfaces and a group.', '인터페이스 두 개와 보안 그룹을 가진 서버가 없음.'],
  [
    'A second resize was accepted during the first, and the server is not ACTIVE.',
    '타입 변경 중에 두 번째 타입 변경이 접수되었고 서버가 ACTIVE가 아님.',
  ],
  ['No two servers of one request are listed.', '한 요청으로 만든 서버 두 개가 목록에 없음.'],
  ['The edition of the document has no reservations.', '이 판의 문서에는 예약이 없음.'],
  ['The edition of the document has no operation for metadata.', '이 판의 문서에는 메타데이터 작업이 없음.'],
  ['No security group is configured.', '보안 그룹이 설정되지 않음.'],
  ['The quota of the tenant allows no server: {} {}', '테넌트의 할당량으로 서버를 만들 수 없음: {1} {2}'],
  ['The quota of the tenant allows no more {}: {} {}', '테넌트의 할당량으로 {1}을(를) 더 만들 수 없음: {2} {3}'],
  [
    'no control of states that only an operator can set: set target.control, or target.novaActions for your own Nova',
    '운영자만 설정할 수 있는 상태를 제어할 방법이 없음: target.control을, 직접 운영하는 Nova라면 target.novaActions를 설정',
  ],
  [
    'no control of every server state: set target.control',
    '모든 서버 상태를 제어할 방법이 없음: target.control을 설정',
  ],
  ['no second tenant: set other.tenant and other.token', '두 번째 테넌트가 없음: other.tenant와 other.token을 설정'],
  [
    'no network: set resources.network or resources.subnet',
    '네트워크가 없음: resources.network 또는 resources.subnet을 설정',
  ],
  [
    'no {} service: set services.{}, or sign in to a cloud whose catalog has one',
    '{1} 서비스가 없음: services.{2}을(를) 설정하거나 카탈로그에 있는 클라우드로 로그인',
  ],
  ['no {}: set resources.{}', '{1} 없음: resources.{2}을(를) 설정'],
  ['GET / returns 404', 'GET /의 응답이 404임'],
  [
    'the default flavor has its root disk on the host: set resources.flavor to one of family m, c, r, t or x',
    '기본 인스턴스 타입의 루트 디스크가 호스트에 있음: resources.flavor를 m, c, r, t, x 계열로 설정',
  ],
  [
    'would cost money if the target accepted it; allow it with --allow-costly',
    '대상이 수락하면 비용이 발생함: --allow-costly로 허용',
  ],
  ['the paths of the target are not below /v2/{tenantId}', '대상의 경로가 /v2/{tenantId} 아래에 있지 않음'],
  ['the run is read-only', '읽기 전용 실행'],
  ['also failed in run {} of {}', '{2}의 실행 {1}에서도 실패함'],
]
