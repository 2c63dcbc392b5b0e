import type { Template } from './templates.ts'

/** Failures to arrange a precondition, in Korean. As in `findings.ts`. */
export const failures: readonly Template[] = [
  ['A server for the test could not be created', '검사에 필요한 서버를 만들 수 없음'],
  ['A keypair for the test could not be created', '검사에 필요한 키페어를 만들 수 없음'],
  ['A server group for the test could not be created', '검사에 필요한 서버 그룹을 만들 수 없음'],
  ['A port for the test could not be created', '검사에 필요한 포트를 만들 수 없음'],
  ['The server could not be brought to {}', '서버를 {1} 상태로 만들 수 없음'],
  [
    '{}: the response names {}, which existed before the run.',
    '검사에 필요한 서버를 만들 수 없음: 응답이 실행 전부터 있던 {2}을(를) 가리킴.',
  ],
  ['{}: its id {} is that of another server.', '검사에 필요한 서버를 만들 수 없음: ID {2}이(가) 다른 서버의 것임.'],
  ["The tenant's quota allows no more servers.", '테넌트의 할당량으로는 서버를 더 만들 수 없음.'],
  ['No image with metadata can be created.', '메타데이터가 있는 이미지를 만들 수 없음.'],
  ['No server with volumes can be created.', '볼륨이 있는 서버를 만들 수 없음.'],
  ['No server group can be created.', '서버 그룹을 만들 수 없음.'],
  [
    'The target creates no server with two interfaces on one network.',
    '대상이 한 네트워크에 인터페이스가 둘인 서버를 만들지 않음.',
  ],
  ['No server can be created from an existing volume.', '기존 볼륨으로 서버를 만들 수 없음.'],
  ['No server can be created from a snapshot.', '스냅샷으로 서버를 만들 수 없음.'],
  ['The target has no way to set the status ERROR.', '대상에 ERROR 상태로 만드는 방법이 없음.'],
  [
    'The number of different flavors in the list is {}, and the test needs {}.',
    '목록에 있는 서로 다른 인스턴스 타입은 {1}개인데 검사에는 {2}개가 필요함.',
  ],
  [
    '{} is rejected in {}, which the document allows, so its effect cannot be verified.',
    '{2} 상태의 {1} 요청이 거부되었고 문서가 이를 허용하므로 효과를 검사할 수 없음.',
  ],
  ['A pair cannot be set again.', '메타데이터 쌍을 다시 설정할 수 없음.'],
  ['No pair can be created.', '메타데이터 쌍을 만들 수 없음.'],
  ['No pair can be set.', '메타데이터 쌍을 설정할 수 없음.'],
  ['The volume could not be detached after it was attached twice.', '두 번 연결된 볼륨의 연결을 끊을 수 없음.'],
  [
    'A resize to the flavor that the server has is accepted, so it is unknown whether the first resize was over.',
    '서버가 이미 가진 타입으로의 변경을 수락하므로, 첫 번째 타입 변경이 끝났었는지 알 수 없음.',
  ],
  ['The volume was not attached: the response is {}.', '볼륨이 연결되지 않음: 응답이 {1}임.'],
  ['The spare volume was not attached: the response is {}.', '여분의 볼륨이 연결되지 않음: 응답이 {1}임.'],
  [
    'The response to a create of the {} {} has the id {}, whose name does not belong to the run: it was not deleted.',
    '{1} {2}의 생성 응답이 실행의 것이 아닌 이름의 ID {3}을(를) 가리켜 삭제하지 않았음.',
  ],
  ['Not everything that the run created could be deleted: {}.', '실행에서 만든 것을 모두 삭제하지는 못했음: {1}.'],
  [
    'It is unknown whether the {} {} was created: no response to the request names it.',
    '{1} {2}이(가) 생성되었는지 알 수 없음: 요청에 대한 응답이 이를 가리키지 않음.',
  ],
  [
    'The operations of the target are below {}; rules about /v2/{tenantId} were left out.',
    '대상의 API가 {1} 아래에 있어 /v2/{tenantId}에 대한 규칙은 검사하지 않았음.',
  ],
  [
    'The spare volume did not become free, and no request was in progress that would free it.',
    '여분의 볼륨이 비지 않았고, 이를 비울 요청도 진행 중이 아님.',
  ],
  [
    '{} got no usable response {} times in a row, while other requests did: {}.',
    '다른 요청은 응답을 받았지만 {1} 요청은 연달아 {2}번 쓸 수 있는 응답을 받지 못함: {3}.',
  ],
  ['{} needs {}, which no response has shown.', '{1} 요청에 필요한 {2} 값이 어느 응답에도 나타나지 않았음.'],
  ['Another tenant could detach the volume.', '다른 테넌트가 볼륨의 연결을 해제할 수 있었음.'],
  [
    'The attachments, which need not have the root volume, are empty, and no volume service lists it.',
    '연결 목록(루트 볼륨이 없어도 됨)이 비어 있고, 루트 볼륨을 열거하는 볼륨 서비스도 없음.',
  ],
  [
    'The target creates no server without a keypair, which the document requires, and creates no keypair.',
    '대상은 문서가 요구하는 키페어 없이 서버를 만들지 않으며, 키페어도 만들지 않음.',
  ],
  [
    'Reads showed older states of servers after newer ones, as replicas that lag behind do; test a single replica to decide.',
    '서버의 이전 상태가 새로운 상태 뒤에 다시 조회됨. 일부가 늦게 갱신되는 복제본들이 응답하는 것으로 보이므로, 판정하려면 복제본 하나만 검사해야 함.',
  ],
  [
    'Responses to reads came from a cache, which may be out of date; test the target without the cache to decide.',
    '조회 응답이 캐시에서 왔고 최신 상태가 아닐 수 있으므로, 판정하려면 캐시 없이 대상을 검사해야 함.',
  ],
  [
    'The server ended in ERROR, and others with such a volume became ACTIVE.',
    '서버가 ERROR로 끝났지만 그런 볼륨을 가진 다른 서버는 ACTIVE가 됨.',
  ],
  ['A pair was lost when another one was set.', '다른 메타데이터를 설정하자 기존 메타데이터가 사라짐.'],
  ['The server was not renamed.', '서버 이름이 바뀌지 않음.'],
  ['Reading the deleted server failed.', '삭제된 서버를 조회하는 요청이 실패함.'],
]
