/** Every byte of an answer but the date. */
export function withoutDate(answer: string): string {
  return answer.replace(/Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/, 'Date: now')
}

/** Every byte of the answer for a refusal, but the date. */
export function refusal(status: string, ...fields: readonly string[]): string {
  return [
    `HTTP/1.1 ${status}`,
    'Content-Type: text/plain',
    ...fields,
    'Date: now',
    'Connection: close',
    `Content-Length: ${status.length}`,
    '',
    status,
  ].join('\r\n')
}
