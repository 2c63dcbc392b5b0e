import type { Template } from './templates.ts'

/** Titles of the tests that expect a rejection, in Korean. As in `findings.ts`. */
export const testTitlesOfRejections: readonly Template[] = [
  [
    'are not rejected for the missing body when the resource does not exist',
    '리소스가 없을 때 본문이 없다는 이유로 거부되지 않는다',
  ],
  [
    'are rejected with 404 or 405 for an unknown method, or with 501 for PATCH, which no path has',
    '없는 메서드는 404 또는 405로, 어느 경로에도 없는 PATCH는 501로도 거부된다',
  ],
  ['are rejected with 404 or 405 for an unknown path', '없는 경로는 404 또는 405로 거부된다'],
  ['is rejected by every action', '모든 액션에서 거부된다'],
  ['is rejected under an id that is not a UUID', 'UUID가 아닌 ID로도 거부된다'],
  ['rejects a SHUTOFF server, and does not change it', 'SHUTOFF 서버를 거부하고 그대로 둔다'],
  [
    'rejects a blank volume as root, or the server ends in ERROR',
    '루트로 지정한 빈 볼륨을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a body with no action, two actions or an unknown action',
    '액션이 없거나 둘이거나 없는 액션인 본문을 거부한다',
  ],
  [
    'rejects a body without the object server, or the server ends in ERROR',
    'server 객체가 없는 본문을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a disk configuration other than AUTO and MANUAL', 'AUTO와 MANUAL이 아닌 디스크 구성을 거부한다'],
  ['rejects a file that is not base64', 'base64가 아닌 파일을 거부한다'],
  [
    'rejects a flavor that does not exist, or the server ends in ERROR',
    '존재하지 않는 인스턴스 타입을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a flavor that is missing or does not exist', '타입이 없거나 존재하지 않는 타입이면 거부한다'],
  [
    'rejects a flavor with its disk on the host, or the server ends in ERROR',
    '디스크가 호스트에 있는 인스턴스 타입을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a flavor with less than 2 GB of memory, or the server ends in ERROR',
    '메모리가 2 GB 미만인 인스턴스 타입을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a flavor without a disk if there is no block device, or the server ends in ERROR',
    '블록 디바이스가 없을 때 디스크가 없는 인스턴스 타입을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a group that the server does not have, and does not add it', '서버에 없는 그룹을 거부하고 추가하지 않는다'],
  [
    'rejects a group without a name and one that does not exist, and removes none',
    '이름이 없는 그룹과 존재하지 않는 그룹을 거부하고 아무 그룹도 제거하지 않는다',
  ],
  ['rejects a group without a name and one that does not exist', '이름이 없는 그룹과 존재하지 않는 그룹을 거부한다'],
  ['rejects a group without the wrapper, a name or policies', '감싸는 객체, 이름, 정책이 없는 그룹을 거부한다'],
  [
    'rejects a key that does not exist, or the server ends in ERROR',
    '존재하지 않는 키을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a limit or offset that is not a natural number', '자연수가 아닌 limit이나 offset을 거부한다'],
  ['rejects a list in place of the object keypair', 'keypair 객체 대신 배열이 있으면 거부한다'],
  [
    'rejects a name of more than 15 characters, or the server ends in ERROR',
    '15자를 넘는 이름을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a name that exists already', '이미 있는 이름을 거부한다'],
  ['rejects a name that is empty or longer than 255 characters', '비어 있거나 255자를 넘는 이름을 거부한다'],
  [
    'rejects a name that is empty or too long, and keeps the old one',
    '비어 있거나 너무 긴 이름을 거부하고 이전 이름을 유지한다',
  ],
  ['rejects a name that no keypair has', '그 이름의 키페어가 없으면 거부한다'],
  ['rejects a network id that is not a UUID', 'UUID가 아닌 네트워크 ID를 거부한다'],
  [
    'rejects a network that does not exist, or the server ends in ERROR',
    '존재하지 않는 네트워크을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a number as metadata value', '숫자인 메타데이터 값을 거부한다'],
  ['rejects a number as name', '숫자인 이름을 거부한다'],
  [
    'rejects a pair without meta, values of more than 255 characters, and unknown keys',
    'meta가 없는 쌍, 255자를 넘는 값, 없는 키를 거부한다',
  ],
  ['rejects a policy that does not exist', '존재하지 않는 정책을 거부한다'],
  ['rejects a prefix of the name of a keypair', '키페어 이름의 앞부분만 있으면 거부한다'],
  ['rejects a public key without a name', '이름이 없는 공개 키를 거부한다'],
  ['rejects a public_key that is not a key', '키가 아닌 public_key를 거부한다'],
  ['rejects a request for eleven servers', '서버 열한 대를 만드는 요청을 거부한다'],
  [
    'rejects a request for two servers of one volume, or the server ends in ERROR',
    '볼륨 하나로 서버 두 대를 만드는 요청을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a request without a flavor, or the server ends in ERROR',
    '인스턴스 타입이 없는 요청을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a request without a name, or the server ends in ERROR',
    '이름이 없는 요청을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a request without a volume id', '볼륨 ID가 없는 요청을 거부한다'],
  [
    'rejects a request without any image, or the server ends in ERROR',
    '이미지가 전혀 없는 요청을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a request without networks, or the server ends in ERROR',
    '네트워크가 없는 요청을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a request without the object volumeAttachment', 'volumeAttachment 객체가 없는 요청을 거부한다'],
  [
    'rejects a root disk under 50 GB, or the server ends in ERROR',
    '50 GB 미만의 루트 디스크을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a root that is not bootable, or the server ends in ERROR',
    '부팅할 수 없는 루트을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a root volume made from an image without the uuid of the image',
    '이미지의 uuid 없이 이미지로 만드는 루트 볼륨을 거부한다',
  ],
  [
    'rejects a root volume of 2049 GB, or the server ends in ERROR',
    '2049 GB의 루트 볼륨을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a root volume of 9 GB, or the server ends in ERROR',
    '9 GB의 루트 볼륨을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a root volume without boot_index, or the server ends in ERROR',
    'boot_index가 없는 루트 볼륨을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a root volume without destination_type, or the server ends in ERROR',
    'destination_type이 없는 루트 볼륨을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a root volume without source_type, or the server ends in ERROR',
    'source_type이 없는 루트 볼륨을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a second deletion, and other operations on the deleted server',
    '두 번째 삭제와 삭제된 서버에 대한 다른 작업을 거부한다',
  ],
  [
    'rejects a security group that does not exist, or the server ends in ERROR',
    '존재하지 않는 보안 그룹을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a server group that does not exist, or the server ends in ERROR',
    '존재하지 않는 서버 그룹을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a server whose flavor is not of the u2 family', '타입이 u2 계열이 아닌 서버를 거부한다'],
  [
    'rejects a size below that of the snapshot, or the server ends in ERROR',
    '스냅샷보다 작은 크기을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a soft reboot of a SHUTOFF server', 'SHUTOFF 서버의 일반 재시작을 거부한다'],
  ['rejects a string as metadata', '문자열인 메타데이터를 거부한다'],
  ['rejects a type that is missing or unknown', 'type이 없거나 알 수 없는 값이면 거부한다'],
  ['rejects a value that is not an object', '객체가 아닌 값을 거부한다'],
  [
    'rejects a volume of an unknown type, or the server ends in ERROR',
    '알 수 없는 타입의 볼륨을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  ['rejects a volume that does not exist', '존재하지 않는 볼륨을 거부한다'],
  ['rejects a volume that is attached to another server', '다른 서버에 연결된 볼륨을 거부한다'],
  ['rejects a volume that is not attached', '연결되지 않은 볼륨을 거부한다'],
  [
    'rejects a zone other than that of the volume, or the server ends in ERROR',
    '볼륨과 다른 가용성 영역을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects a zone that does not exist, or the server ends in ERROR',
    '존재하지 않는 가용성 영역을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects the actions that its status does not allow, and does not change',
    '다른 상태에서만 허용되는 액션을 거부하고 바뀌지 않는다',
  ],
  ['rejects an ACTIVE server, and does not change it', 'ACTIVE 서버를 거부하고 그대로 둔다'],
  ['rejects an empty keypair', '비어 있는 keypair를 거부한다'],
  ['rejects an empty name', '비어 있는 이름을 거부한다'],
  ['rejects an empty object', '비어 있는 객체를 거부한다'],
  ['rejects an id that no group has', '그 ID의 그룹이 없으면 거부한다'],
  [
    'rejects an image that does not exist, or the server ends in ERROR',
    '존재하지 않는 이미지을(를) 거부하거나 서버가 ERROR 상태로 끝난다',
  ],
  [
    'rejects an image without a name and a value that is not an object',
    '이름이 없는 이미지와 객체가 아닌 값을 거부한다',
  ],
  ['rejects an invalid body with 400 or 422', '잘못된 본문을 400 또는 422로 거부한다'],
  ['rejects an object in place of the list of networks', '네트워크 배열 대신 객체가 있으면 거부한다'],
  ['rejects an unknown destination_type', '알 수 없는 destination_type을 거부한다'],
  ['rejects an unknown disk configuration', '알 수 없는 디스크 구성을 거부한다'],
  ['rejects an unknown source_type', '알 수 없는 source_type을 거부한다'],
  ['rejects an unshelve of a server that is ACTIVE or SHUTOFF', 'ACTIVE나 SHUTOFF 서버의 shelve 해제를 거부한다'],
  ['rejects an update without the object server', 'server 객체가 없는 변경을 거부한다'],
  ['rejects counts of 0', '0인 개수를 거부한다'],
  [
    'rejects listServers with a token that is similar to a valid one',
    '유효한 토큰과 비슷한 토큰으로 호출한 listServers를 거부한다',
  ],
  [
    "rejects metadata and detailed flavors with another tenant's id in the path",
    '경로에 다른 테넌트의 ID가 있으면 메타데이터와 상세 인스턴스 타입 목록을 거부한다',
  ],
  [
    'rejects metadata and detailed flavors without a valid token',
    '유효한 토큰이 없으면 메타데이터와 상세 인스턴스 타입 목록을 거부한다',
  ],
  [
    "rejects server groups with another tenant's id in the path",
    '경로에 다른 테넌트의 ID가 있으면 서버 그룹을 거부한다',
  ],
  ['rejects server groups without a valid token', '유효한 토큰이 없으면 서버 그룹을 거부한다'],
  ['rejects null as name', '이름이 null이면 거부한다'],
  ['rejects null in place of the object keypair', 'keypair 객체 대신 null이 있으면 거부한다'],
  [
    'rejects one of two requests for the same name at the same time',
    '같은 이름으로 동시에 온 두 요청 중 하나를 거부한다',
  ],
  ['rejects query parameters with invalid values', '잘못된 값의 쿼리 매개변수를 거부한다'],
  ['rejects the flavor that the server has already', '서버가 이미 가진 타입을 거부한다'],
  [
    'rejects the name of a deleted keypair, until a new one has this name',
    '삭제된 키페어의 이름은 같은 이름으로 다시 만들 때까지 거부한다',
  ],
  ['rejects the policy affinity', 'affinity 정책을 거부한다'],
  ['rejects the properties without their wrapper', '감싸는 객체가 없는 속성을 거부한다'],
  ['rejects user_data that is not base64', 'base64가 아닌 user_data를 거부한다'],
  ['rejects words as counts', '숫자가 아닌 개수를 거부한다'],
  ['is rejected by {}', '{1}에서 거부된다'],
  ["rejects {} with another tenant's id in the path", '경로에 다른 테넌트의 ID가 있으면 {1}을(를) 거부한다'],
  ['rejects {} without a valid token', '유효한 토큰이 없으면 {1}을(를) 거부한다'],
]
