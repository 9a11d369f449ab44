/** 1000: the purpose of the connection is fulfilled. */
export const normalClosure = 1000
/** 1001: the server shuts down, or the user leaves the page. */
export const goingAway = 1001
/** 1002: the peer violated the protocol. */
export const protocolError = 1002
/** 1003: a type of data that the peer cannot accept. */
export const unsupportedData = 1003
/** 1005: the close frame had no code. Never sent. */
export const noStatusReceived = 1005
/** 1006: there was no close frame. Never sent. */
export const abnormalClosure = 1006
/** 1007: data that does not fit its type, such as text that is not UTF-8. */
export const invalidFramePayloadData = 1007
/** 1008: a message that violates a policy. */
export const policyViolation = 1008
/** 1009: a message that is too big. */
export const messageTooBig = 1009
/** 1010: the server did not negotiate an extension that the client needs. */
export const missingMandatoryExtension = 1010
/** 1011: the peer met an unexpected condition. */
export const internalServerError = 1011
/** 1012: the service restarts. */
export const serviceRestart = 1012
/** 1013: the service is overloaded; try again later. */
export const tryAgainLater = 1013
/** 1014: a gateway received an invalid answer from the upstream server. */
export const badGateway = 1014
/** 1015: the TLS handshake failed. Never sent. */
export const tlsHandshakeFailed = 1015
/** 3000: authentication is missing or invalid. */
export const unauthorized = 3000
/** 3003: authenticated, but not allowed. */
export const forbidden = 3003
/** 3008: something took too long. */
export const timeout = 3008
