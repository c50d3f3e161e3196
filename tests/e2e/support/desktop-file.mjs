// Opens what the Concordium Desktop Wallet exports and imports, with nothing but Node: an implementation that shares no
// line with the engine.

import { createDecipheriv, pbkdf2Sync } from 'node:crypto';

/** The plaintext of an envelope. Throws when the password or a byte is wrong (as far as CBC padding can tell). */
export function openDesktopFile(text, password) {
  const { cipherText, metadata } = JSON.parse(text);
  const { salt, initializationVector, encryptionMethod, keyDerivationMethod, iterations } = metadata;
  if (encryptionMethod !== 'AES-256' || keyDerivationMethod !== 'PBKDF2WithHmacSHA256') throw new Error('not an export');
  const key = pbkdf2Sync(password, Buffer.from(salt, 'base64'), iterations, 32, 'sha256');
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.from(initializationVector, 'base64'));
  const plain = Buffer.concat([decipher.update(Buffer.from(cipherText, 'base64')), decipher.final()]);
  return JSON.parse(plain.toString('utf8'));
}
