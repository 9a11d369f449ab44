import { generateKeyPairSync, sign } from 'node:crypto'

/** A key and a self-signed certificate, as `node:tls` takes them. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** What a certificate says. */
export interface CertificateClaims {
  /** The IPv4 address it is for, or the host name. */
  readonly host: string
  readonly expires: Date
}

/** Makes a self-signed certificate (RFC 5280, ECDSA with P-256): no fixture to expire, no program needed. */
export function certificateFor({ host, expires }: CertificateClaims): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(0x30, der(0x31, der(0x30, commonName, der(0x0c, Buffer.from(host)))))
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(0x30, time(new Date(0)), time(expires)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, der(0x30, subjectAltName, der(0x04, der(0x30, altName(host)))))),
  )
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)])
  const cert = der(0x30, body, ecdsaWithSha256, der(0x03, signature)).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
  }
}

const commonName = Buffer.from('0603550403', 'hex')
const subjectAltName = Buffer.from('0603551d11', 'hex')
const ecdsaWithSha256 = Buffer.from('300a06082a8648ce3d040302', 'hex')

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const long = length > 255 ? [0x82, length >> 8, length & 255] : [0x81, length]
  return Buffer.concat([Buffer.from([tag, ...(length > 127 ? long : [length])]), content])
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`))
}

function altName(host: string): Buffer {
  const bytes = host.split('.').map(Number)
  const isAddress = bytes.length === 4 && bytes.every((byte) => byte >= 0)
  return isAddress ? der(0x87, Buffer.from(bytes)) : der(0x82, Buffer.from(host))
}
