import { hash, verify } from '@node-rs/argon2'

// What OWASP's Password Storage Cheat Sheet asks of argon2id at the least.
const MEMORY_KIB = 19 * 1024
const PASSES = 2
const THREADS = 1

/** Of a password that nobody knows. Checking one against it takes as long as against any. */
export const HASH_OF_NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$q69qWwWl15K5s9sOPJL/HQ$uvsICzW0ScnJAHRURW44UZFTYDy7PLb9wHV0E61m5HM'

/** argon2id (the library's own choice) in the PHC string format. Takes tens of milliseconds on another thread: never inside a write. */
export async function hashPassword(password: string): Promise<string> {
  return hash(asTyped(password), {
    memoryCost: MEMORY_KIB,
    timeCost: PASSES,
    parallelism: THREADS,
  })
}

/** Whether a password is the one that was hashed. Takes as long as hashing. */
export async function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, asTyped(password))
}

/** Keyboards differ in how they compose a letter (NIST SP 800-63B-4, 3.1.1.2). */
function asTyped(password: string): string {
  return password.normalize('NFKC')
}
